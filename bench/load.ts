import { connect, type Socket } from 'node:net';

/** Requests per second, and what one took of the server's processor time. */
export interface Load {
  readonly perSecond: number;
  readonly refused: number;
}

/** A request as it goes over the wire: HTTP/1.1, kept alive. */
export function rawRequest(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Buffer {
  const all = {
    host: `127.0.0.1:${port}`,
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
    }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${body === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`);
}

export interface LoadOptions {
  readonly port: number;
  /** Sent in turn, by all connections together. */
  readonly requests: readonly Buffer[];
  readonly milliseconds: number;
  readonly connections?: number;
}

/**
 * A client that does next to nothing itself, so that two cores are enough for both sides: each connection sends the next
 * request when its answer is complete. Answers need a Content-Length.
 */
export async function load({ port, requests, milliseconds, connections = 10 }: LoadOptions): Promise<Load> {
  const turn = { next: 0, answers: 0, refused: 0 };
  const started = performance.now();
  const end = started + milliseconds;
  await Promise.all(Array.from({ length: connections }, () => converse(port, requests, turn, end)));
  return { perSecond: turn.answers / ((performance.now() - started) / 1_000), refused: turn.refused };
}

interface Turn {
  next: number;
  answers: number;
  refused: number;
}

function converse(port: number, requests: readonly Buffer[], turn: Turn, end: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    const ask = () => send(socket, requests, turn);
    let answer = '';
    socket
      .on('connect', ask)
      .on('error', reject)
      .on('close', () => resolve());
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      const head = answer.indexOf('\r\n\r\n');
      if (head < 0 || answer.length < head + 4 + lengthOf(answer)) return;
      turn.answers += 1;
      if (!answer.startsWith('HTTP/1.1 2')) turn.refused += 1;
      answer = '';
      if (performance.now() < end) ask();
      else socket.end();
    });
  });
}

function send(socket: Socket, requests: readonly Buffer[], turn: Turn): void {
  // Never empty: whoever measures has something to send.
  socket.write(requests[turn.next % requests.length] as Buffer);
  turn.next += 1;
}

function lengthOf(answer: string): number {
  return Number(/\r\ncontent-length: (\d+)/i.exec(answer)?.[1] ?? 0);
}

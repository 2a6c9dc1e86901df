import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';

/** The service's own name: an assertion that was made for another is none here, whatever the request calls its host. */
const NAME = 'orders.example';

/** Where assertions come from. */
export interface ServiceOptions {
  /** Scopegate's PUBLIC_URL: who has to have signed. */
  readonly issuer: string;
  /** Of Scopegate as it is reached from here. */
  readonly scopegate: string;
}

/** A REST service without a line about tokens. It believes what is signed for exactly this request, and nothing else. */
export async function startService({ issuer, scopegate }: ServiceOptions): Promise<{ port: number; server: Server }> {
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', scopegate));
  const identify = async ({ headers, method, url }: IncomingMessage): Promise<JWTPayload> => {
    const assertion = String(headers['x-scopegate-assertion']);
    const { payload } = await jwtVerify(assertion, keys, { issuer, audience: NAME, algorithms: ['ES256'] });
    if (payload['method'] !== method || payload['uri'] !== url) throw new Error('signed for another request');
    return payload;
  };
  const server = createServer((request, response) => {
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    Promise.all([identify(request), sizeOf(request)])
      .then(([{ sub }, size]) => answer(200, { sub, size, method: request.method, headers: request.headers }))
      .catch(() => answer(401, { error: 'not signed by Scopegate for this request' }));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return { port: (server.address() as AddressInfo).port, server };
}

async function sizeOf(request: IncomingMessage): Promise<number> {
  let size = 0;
  for await (const chunk of request) size += (chunk as Buffer).length;
  return size;
}

import assert from 'node:assert/strict';
import { say, step } from '../tour/steps';

export { say, step };

/** What came back of a request. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** JSON when it was JSON. */
  readonly body: unknown;
}

export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson && text ? JSON.parse(text) : text };
}

export const bearer = (secret: string | undefined): Record<string, string> =>
  secret === undefined ? {} : { authorization: `Bearer ${secret}` };

/** What a GraphQL service answers. */
export interface GraphqlAnswer {
  readonly status: number;
  readonly challenge: string | null;
  readonly data?: unknown;
  readonly code?: string;
  /** The scopes of the guards that aren't met, by coordinate. */
  readonly missing: Readonly<Record<string, readonly (readonly string[])[]>>;
}

interface GraphqlBody {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: {
      readonly code?: string;
      readonly missing?: readonly { readonly coordinate: string; readonly anyOf: string[][] }[];
    };
  }[];
}

export async function askGraphql(url: string, query: string, secret?: string): Promise<GraphqlAnswer> {
  const headers = { 'content-type': 'application/json', accept: 'application/json', ...bearer(secret) };
  const answer = await ask(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const { data, errors } = answer.body as GraphqlBody;
  const [first] = errors ?? [];
  const missing = first?.extensions?.missing?.map(({ coordinate, anyOf }) => [coordinate, anyOf] as const) ?? [];
  say(
    first ? `${answer.status} ${first.extensions?.code}: ${first.message}` : `${answer.status} ${JSON.stringify(data)}`,
  );
  return {
    status: answer.status,
    challenge: answer.headers.get('www-authenticate'),
    data,
    code: first?.extensions?.code,
    missing: Object.fromEntries(missing),
  };
}

/** Asks until the answer has this status: for what takes effect within seconds. */
export async function untilStatus(status: number, attempt: () => Promise<{ readonly status: number }>): Promise<void> {
  const end = Date.now() + 10_000;
  for (;;) {
    const answer = await attempt();
    if (answer.status === status) return;
    assert(Date.now() < end, `still ${answer.status} after ten seconds, and not ${status}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Runs a check to its end; the process ends with 1 when something wasn't as it should be. */
export function check(walk: (cleanUp: (work: () => Promise<unknown> | void) => void) => Promise<void>): void {
  const works: (() => Promise<unknown> | void)[] = [];
  walk((work) => void works.unshift(work))
    .then(
      () => process.stdout.write('Everything went as it should.\n'),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exitCode = 1;
      },
    )
    .finally(async () => {
      for (const work of works) await work();
    })
    .catch(() => (process.exitCode = 1));
}

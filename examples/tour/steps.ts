import assert from 'node:assert/strict';
import { ClientError, GraphQLClient } from 'graphql-request';

let count = 0;

/** Prints what the step shows; an error of it ends the tour. */
export async function step<T>(title: string, work: () => Promise<T>): Promise<T> {
  count += 1;
  process.stdout.write(`${String(count).padStart(2)}. ${title}\n`);
  return work();
}

/** What a step found, indented below it. */
export function say(text: string): void {
  process.stdout.write(`      ${text}\n`);
}

export function clientWith(url: string, secret: string): GraphQLClient {
  return new GraphQLClient(url, { headers: { authorization: `Bearer ${secret}` } });
}

export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly code: string;
  readonly missing?: readonly { readonly coordinate: string; readonly anyOf: readonly (readonly string[])[] }[];
}

/** The error of a request that has to be refused. */
export async function refused(work: Promise<unknown>): Promise<Refusal> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert(error instanceof ClientError, 'this should have been refused');
  const [first] = error.response.errors ?? [];
  const { code, missing } = (first?.extensions ?? {}) as Pick<Refusal, 'code' | 'missing'>;
  const refusal = { status: error.response.status, message: first?.message ?? '', code, missing };
  say(`${refusal.status} ${refusal.code}: ${refusal.message}`);
  return refusal;
}

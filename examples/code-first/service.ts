import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execute, type ExecutionResult, parse, validate } from 'graphql';
import { CredentialError, createVerifier, gateSchema, type Verifier, VerifierUnavailable } from 'scopegate/gate';
import { schema } from './schema';

/** The schema that is executed; the other is only built from. */
export const gated = gateSchema(schema, { unmarkedRootFields: 'error' });

const STATUS: Readonly<Record<string, number>> = { UNAUTHENTICATED: 401, INSUFFICIENT_SCOPE: 403 };

/** graphql-js and nothing else: whatever executes the gated schema is checked, here by plain execute(). */
export async function startService({
  scopegate,
  credential,
  port,
}: {
  readonly scopegate: string;
  readonly credential: string;
  readonly port: number;
}): Promise<{ url: string; server: Server }> {
  const verifier = createVerifier({ url: `${scopegate}/oauth2/introspect`, credential, cache: { seconds: 1 } });
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    textOf(request)
      .then(async (text) => {
        const { query } = JSON.parse(text) as { query: string };
        const result = await run(query, request.headers.authorization, verifier);
        answer(STATUS[String(result.errors?.[0]?.extensions['code'])] ?? 200, result);
      })
      .catch((error: unknown) => {
        const known = error instanceof CredentialError || error instanceof VerifierUnavailable;
        answer(known ? error.status : 400, { errors: [{ message: known ? error.message : 'Bad request.' }] });
      });
  });
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

async function run(query: string, authorization: string | undefined, verifier: Verifier): Promise<ExecutionResult> {
  const document = parse(query);
  const errors = validate(gated, document);
  if (errors.length > 0) return { errors };
  return execute({ schema: gated, document, contextValue: { actor: await verifier.verify(authorization) } });
}

async function textOf(request: AsyncIterable<unknown>): Promise<string> {
  const chunks: string[] = [];
  for await (const chunk of request) chunks.push(String(chunk));
  return chunks.join('');
}

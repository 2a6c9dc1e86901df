import { ApolloServer, HeaderMap } from '@apollo/server';
import Fastify from 'fastify';
import { execute, type GraphQLSchema, parse, validate } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import mercurius from 'mercurius';
import { apolloGate, mercuriusGate, type Mode, useGate } from '../../src/gate/index';
import type { TestContext } from './reference-schema';

/** The part of Yoga that is used here. Its types are kept out: they add to the types of graphql itself, for the whole program. */
interface Yoga {
  fetch(url: string, init: RequestInit): Promise<Response>;
}
interface YogaOptions {
  readonly schema: GraphQLSchema;
  readonly logging: boolean;
  readonly plugins: readonly unknown[];
  readonly context: (initial: { readonly request: Request }) => unknown;
}
// eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
export const { createYoga } = require('graphql-yoga') as { readonly createYoga: (options: YogaOptions) => Yoga };

/** One operation and who sends it. */
export interface Sent {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  /** The actor, or a function that throws like a credential check. */
  readonly caller: () => unknown;
}

/** What came back; without status and headers where there is no HTTP. */
export interface Answer {
  readonly status?: number;
  readonly challenge?: string;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: unknown;
    readonly extensions?: Record<string, unknown>;
  }[];
}

/** A way into a gated schema. */
export interface Door {
  send(sent: Sent): Promise<Answer>;
  close(): Promise<void>;
}

/** The doors that every case goes through. */
export const doors: Record<string, (schema: GraphQLSchema, mode?: Mode) => Promise<Door>> = {
  'plain execute': (schema) => Promise.resolve(door((sent) => executePlainly(schema, sent))),
  'graphql-jit': (schema) => Promise.resolve(door((sent) => executeCompiled(schema, sent))),
  'Apollo Server 5': apollo,
  Yoga: yoga,
  Mercurius: mercuriusDoor,
};

function door(send: Door['send'], close = () => Promise.resolve()): Door {
  return { send, close };
}

async function executePlainly(
  schema: GraphQLSchema,
  { query, variables, operationName, caller }: Sent,
): Promise<Answer> {
  const document = parse(query);
  const errors = validate(schema, document);
  if (errors.length > 0) return { errors };
  const context: TestContext = { caller };
  return execute({ schema, document, contextValue: context, variableValues: variables, operationName });
}

async function executeCompiled(
  schema: GraphQLSchema,
  { query, variables, operationName, caller }: Sent,
): Promise<Answer> {
  const compiled = compileQuery(schema, parse(query), operationName);
  if (!isCompiledQuery(compiled)) return { errors: compiled.errors ?? [] };
  const context: TestContext = { caller };
  const { data, errors } = await compiled.query({}, context, variables ?? {});
  return { data: data, ...(errors && { errors }) };
}

/** Callers can't travel in a request: requests name them by number. */
class Callers {
  readonly #callers: (() => unknown)[] = [];

  add(caller: () => unknown): string {
    return String(this.#callers.push(caller) - 1);
  }

  context(id: unknown): TestContext {
    const caller = this.#callers[Number(id)];
    if (!caller) throw new Error('no such caller');
    return { caller };
  }
}

function bodyOf({ query, variables, operationName }: Sent): string {
  return JSON.stringify({ query, variables, operationName });
}

async function apollo(schema: GraphQLSchema, mode?: Mode): Promise<Door> {
  const callers = new Callers();
  const gate = apolloGate<TestContext>({ actor: (context) => context.caller(), ...(mode && { mode }) });
  const server = new ApolloServer<TestContext>({ schema, plugins: [gate], includeStacktraceInErrorResponses: false });
  await server.start();
  const send = async (sent: Sent): Promise<Answer> => {
    const headers = new HeaderMap([['content-type', 'application/json']]);
    const id = callers.add(sent.caller);
    const httpGraphQLRequest = { method: 'POST', headers, search: '', body: JSON.parse(bodyOf(sent)) as unknown };
    const answer = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest,
      context: () => Promise.resolve(callers.context(id)),
    });
    const text = answer.body.kind === 'complete' ? answer.body.string : '{}';
    return answerOf(answer.status ?? 200, answer.headers.get('www-authenticate'), text);
  };
  return door(send, () => server.stop());
}

function answerOf(status: number, challenge: string | null | undefined, text: string): Answer {
  return { status, ...(challenge && { challenge }), ...(JSON.parse(text) as Answer) };
}

async function yoga(schema: GraphQLSchema, mode?: Mode): Promise<Door> {
  const callers = new Callers();
  const gate = useGate<TestContext>({ actor: (context) => context.caller(), ...(mode && { mode }) });
  const server = createYoga({
    schema,
    logging: false,
    plugins: [gate],
    context: ({ request }) => callers.context(request.headers.get('x-caller')),
  });
  return Promise.resolve(
    door(async (sent) => {
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json',
        'x-caller': callers.add(sent.caller),
      };
      const response = await server.fetch('http://test/graphql', { method: 'POST', headers, body: bodyOf(sent) });
      return answerOf(response.status, response.headers.get('www-authenticate'), await response.text());
    }),
  );
}

async function mercuriusDoor(schema: GraphQLSchema, mode?: Mode): Promise<Door> {
  const callers = new Callers();
  const app = Fastify();
  await app.register(mercurius, { schema, jit: 1, context: (request) => callers.context(request.headers['x-caller']) });
  mercuriusGate<TestContext>(app, { actor: (context) => context.caller(), ...(mode && { mode }) });
  const send = async (sent: Sent): Promise<Answer> => {
    const headers = { 'content-type': 'application/json', 'x-caller': callers.add(sent.caller) };
    const response = await app.inject({ method: 'POST', url: '/graphql', headers, payload: bodyOf(sent) });
    return answerOf(response.statusCode, response.headers['www-authenticate']?.toString(), response.body);
  };
  return door(send, () => app.close());
}

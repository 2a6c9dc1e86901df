import { type ApolloServer, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Limits } from '../config';
import type { Context, Deps } from '../context';
import { badRequest, sendShown } from './answer';
import { type Compiled, createApollo } from './apollo';
import { CompiledExecution } from './execution/compiled-execution';
import { KnownOperations } from './execution/known-operations';
import { identify } from './identify';
import { type Answered, answerKnown } from './known-answer';
import { type Metrics, reasonOf } from './metrics';
import { sendPlayground, wantsPlayground } from './playground';
import { requestContext, searchOf } from './request-context';
import { secretInUrl, secretParameter } from './secrets-in-url';
import { SessionCookies } from './session-cookie';
import { withinTime } from './within-time';

interface GraphqlOptions {
  readonly deps: Deps;
  /** Made by gateSchema. */
  readonly schema: GraphQLSchema;
  /** An operation is compiled when it comes for this time; Infinity: never. The answers are the same. */
  readonly compileAtSight: number;
  readonly metrics: Metrics;
  /** Milliseconds for an answer to be made. */
  readonly timeLimit: number;
}

/** Apollo Server reads these alone; the others stay out of its plug-ins' sight. */
const HEADERS_FOR_APOLLO = ['accept', 'content-type', 'x-apollo-operation-name', 'apollo-require-preflight'];

/** /graphql: whoever asks is known before anything else is read; then Apollo Server. @returns it, started. */
export async function registerGraphql(app: FastifyInstance, options: GraphqlOptions): Promise<ApolloServer<Context>> {
  const { deps, schema, compileAtSight, metrics, timeLimit } = options;
  const cookies = new SessionCookies(deps.config.publicUrl);
  const compiled = compileAtSight === Infinity ? undefined : compile(schema, compileAtSight, deps.config.limits);
  const apollo = createApollo({ deps, schema, compiled });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());

  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (wantsPlayground(request)) return;
    const secret = secretParameter(searchOf(request));
    if (secret) await sendShown(badRequest(400, secretInUrl(secret)), request, reply);
    else await authenticate(request, { deps, metrics, cookies });
  };
  const answer = (request: FastifyRequest, reply: FastifyReply) =>
    answerWith({ apollo, known: compiled?.known, deps, schema, cookies, timeLimit }, request, reply);

  app.get('/graphql', { onRequest }, (request, reply) =>
    wantsPlayground(request) ? sendPlayground(reply) : answer(request, reply),
  );
  app.post('/graphql', { onRequest }, answer);
  app.route({
    method: ['PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: '/graphql',
    // Before a body is read, which wouldn't change the answer.
    onRequest: (request, reply) => void sendShown(notAllowed(), request, reply),
    handler: (request, reply) => sendShown(notAllowed(), request, reply),
  });
  return apollo;
}

interface Parts {
  readonly deps: Deps;
  readonly cookies: SessionCookies;
}

/** The credential (U1), before the body is read: what is refused costs next to nothing. */
async function authenticate(request: FastifyRequest, parts: Parts & { readonly metrics: Metrics }): Promise<void> {
  try {
    const identified = await identify(request, parts.deps, parts.cookies);
    Object.assign(request.notes, identified);
    if (identified.refusedCookie) parts.metrics.credentialRefused(reasonOf(identified.refusedCookie));
  } catch (error) {
    parts.metrics.credentialRefused(reasonOf(error));
    throw error;
  }
}

function compile(schema: GraphQLSchema, atSight: number, limits: Limits): Compiled {
  const execution = new CompiledExecution(schema, atSight);
  return { execution, known: new KnownOperations({ schema, execution, limits }) };
}

interface Answering extends Parts {
  readonly apollo: ApolloServer<Context>;
  readonly known: KnownOperations | undefined;
  readonly schema: GraphQLSchema;
  readonly timeLimit: number;
}

async function answerWith(parts: Answering, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { known, deps, schema } = parts;
  // Each way with a context of its own: nothing of an attempt that failed is left in it.
  const newContext = () => graphqlContext(request, parts);
  const work = async () =>
    (known && (await answerKnown({ known, schema, deps, newContext }, request))) ??
    (await answerByApollo(parts.apollo, request, newContext()));
  const { response, context } = await withinTime(work(), parts.timeLimit);
  parts.cookies.write(reply, context.answer);
  return send(reply, response, context);
}

async function answerByApollo(
  apollo: ApolloServer<Context>,
  request: FastifyRequest,
  context: Context,
): Promise<Answered> {
  const httpGraphQLRequest = {
    method: request.method,
    headers: toHeaderMap(request),
    search: searchOf(request),
    body: request.body,
  };
  const response = await apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: async () => context });
  return { response, context };
}

function send(reply: FastifyReply, { status, headers, body }: HTTPGraphQLResponse, { answer }: Context): FastifyReply {
  reply.status(status ?? 200).header('cache-control', 'no-store');
  for (const [name, value] of headers) if (name !== 'content-length') reply.header(name, value);
  for (const [name, value] of answer.headers) reply.header(name, value);
  return reply.send(body.kind === 'complete' ? body.string : '');
}

function graphqlContext(request: FastifyRequest, { deps, cookies, schema }: Answering): Context {
  const { actor, refusedCookie } = request.notes;
  const { origin } = request.headers;
  const fromPanel = cookies.isOwn(origin);
  const { device } = cookies.read(request);
  const browser = { fromPanel, fromElsewhere: origin !== undefined && !fromPanel, device };
  return requestContext(request, deps, actor, { schema, refusedCookie, browser });
}

function toHeaderMap({ headers }: FastifyRequest): HeaderMap {
  const map = new HeaderMap();
  for (const name of HEADERS_FOR_APOLLO) {
    const value = headers[name];
    if (typeof value === 'string') map.set(name, value);
  }
  // No page of another site sends a bearer credential unasked (Fetch, CORS-preflight), so that clients which query by GET need
  // nothing more: urql does by default.
  if (/^bearer /i.test(headers.authorization ?? '')) map.set('apollo-require-preflight', 'bearer');
  return map;
}

function notAllowed() {
  return badRequest(405, 'Send operations by POST.', { allow: 'GET, POST' });
}

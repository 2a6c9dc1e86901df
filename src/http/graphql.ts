import { type ApolloServer, HeaderMap, type HTTPGraphQLResponse } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { ANONYMOUS } from '../access/actor';
import type { Context, Deps } from '../context';
import { canonicalAddress } from '../lib/address-range';
import { badRequest, sendShown } from './answer';
import { type ApolloSettings, createApollo } from './apollo';
import { identify } from './identify';
import { type Metrics, reasonOf } from './metrics';
import { sendPlayground, wantsPlayground } from './playground';
import { secretInUrl, secretParameter } from './secrets-in-url';
import { SessionCookies } from './session-cookie';
import { withinTime } from './within-time';

interface GraphqlOptions extends ApolloSettings {
  readonly metrics: Metrics;
  /** Milliseconds for an answer to be made. */
  readonly timeLimit: number;
}

/** Apollo Server reads these alone; the others stay out of its plug-ins' sight. */
const HEADERS_FOR_APOLLO = ['accept', 'content-type', 'x-apollo-operation-name', 'apollo-require-preflight'];

/** /graphql: whoever asks is known before anything else is read; then Apollo Server. @returns it, started. */
export async function registerGraphql(app: FastifyInstance, options: GraphqlOptions): Promise<ApolloServer<Context>> {
  const { deps, schema, metrics, timeLimit } = options;
  const cookies = new SessionCookies(deps.config.publicUrl);
  const apollo = createApollo(options);
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());

  const onRequest = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (wantsPlayground(request)) return;
    const secret = secretParameter(searchOf(request));
    if (secret) await sendShown(badRequest(400, secretInUrl(secret)), request, reply);
    else await authenticate(request, { deps, metrics, cookies });
  };
  const answer = (request: FastifyRequest, reply: FastifyReply) =>
    answerWith({ apollo, deps, schema, cookies, timeLimit }, request, reply);

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

interface Answering extends Parts {
  readonly apollo: ApolloServer<Context>;
  readonly schema: GraphQLSchema;
  readonly timeLimit: number;
}

async function answerWith(
  { apollo, schema, deps, cookies, timeLimit }: Answering,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const context = { ...createContext(request, { deps, cookies }), schema };
  const httpGraphQLRequest = {
    method: request.method,
    headers: toHeaderMap(request),
    search: searchOf(request),
    body: request.body,
  };
  const work = apollo.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: async () => context });
  const response = await withinTime(work, timeLimit);
  cookies.write(reply, context.answer);
  return send(reply, response, context);
}

function send(reply: FastifyReply, { status, headers, body }: HTTPGraphQLResponse, { answer }: Context): FastifyReply {
  reply.status(status ?? 200).header('cache-control', 'no-store');
  for (const [name, value] of headers) if (name !== 'content-length') reply.header(name, value);
  for (const [name, value] of answer.headers) reply.header(name, value);
  return reply.send(body.kind === 'complete' ? body.string : '');
}

function createContext(request: FastifyRequest, { deps, cookies }: Parts): Context {
  const { actor = ANONYMOUS, refusedCookie } = request.notes;
  const { origin } = request.headers;
  return {
    deps,
    actor,
    accountId: actor.authenticated ? actor.accountId : undefined,
    catalogue: (actor.authenticated && actor.catalogue) || deps.authenticator.catalogue,
    manager: deps.database.reader.manager,
    afterCommit: (effect) => void effect(),
    loaders: new Map(),
    answer: { headers: new Map() },
    operation: request.notes.operation,
    refusedCookie,
    request: {
      id: request.id,
      address: canonicalAddress(request.ip),
      client: request.headers['user-agent']?.slice(0, 200),
      fromPanel: cookies.isOwn(origin),
      fromElsewhere: origin !== undefined && !cookies.isOwn(origin),
      device: cookies.read(request).device,
    },
  };
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

function searchOf({ url }: FastifyRequest): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start);
}

function notAllowed() {
  return badRequest(405, 'Send operations by POST.', { allow: 'GET, POST' });
}

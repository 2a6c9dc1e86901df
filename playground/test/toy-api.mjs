import fastify from 'fastify';
import { buildSchema, execute, parse, visit } from 'graphql';
import { registerPlayground, sendPlayground, wantsPlayground } from '../../dist/src/http/playground.js';

const schema = buildSchema(`
  "Whoever makes the request."
  type Viewer { scopes: [String!]! }
  type User { id: ID!, name: String! }
  type Query {
    "Null without a credential."
    viewer: Viewer
    "Needs users:read."
    users(first: Int = 20): [User!]!
    "Needs audit:read, or roles:read and users:read."
    audit: [String!]!
  }
`);

const TOKENS = { sg_api_all: ['users:read', 'api:introspect'], sg_api_weak: ['api:introspect'], sg_api_blind: [] };
const GUARDS = {
  users: [['users:read']],
  audit: [['audit:read'], ['roles:read', 'users:read']],
  __schema: [['api:introspect']],
};

/** A server that refuses as Scopegate does, and remembers the headers of each operation that it got. */
export async function startToyApi() {
  const app = fastify();
  const seen = [];
  registerPlayground(app, { enabled: true });
  app.get('/graphql', (request, reply) => (wantsPlayground(request) ? sendPlayground(reply) : reply.code(405).send()));
  app.post('/graphql', async (request, reply) => {
    seen.push({ headers: request.headers, query: request.body.query });
    const { status, ...result } = answer(request);
    return reply.code(status).type('application/graphql-response+json; charset=utf-8').send(JSON.stringify(result));
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { url: `http://127.0.0.1:${app.server.address().port}/graphql`, seen, stop: () => app.close() };
}

function answer({ headers, body }) {
  const token = headers.authorization?.replace('Bearer ', '');
  const held = TOKENS[token];
  if (token !== undefined && held === undefined) return refusal(401, 'UNAUTHENTICATED', 'The token is not valid.');
  const document = parse(body.query);
  const missing = findMissing(document, held ?? []);
  if (missing.length > 0 && held === undefined) return refusal(401, 'UNAUTHENTICATED', 'A credential is needed.');
  if (missing.length > 0) return refusal(403, 'INSUFFICIENT_SCOPE', 'Scopes are missing.', { missing });
  const rootValue = { viewer: held && { scopes: held }, users: [{ id: '1', name: 'Ana' }], audit: [] };
  return { status: 200, ...execute({ schema, document, rootValue, variableValues: body.variables }) };
}

function findMissing(document, held) {
  const missing = [];
  visit(document, {
    Field({ name, alias }) {
      const anyOf = GUARDS[name.value];
      if (anyOf === undefined || anyOf.some((set) => set.every((scope) => held.includes(scope)))) return;
      missing.push({ coordinate: `Query.${name.value}`, path: [(alias ?? name).value], anyOf });
    },
  });
  return missing;
}

function refusal(status, code, message, extensions = {}) {
  return { status, errors: [{ message, extensions: { code, ...extensions } }] };
}

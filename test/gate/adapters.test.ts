import { ApolloServer, HeaderMap } from '@apollo/server';
import Fastify from 'fastify';
import { buildSchema, GraphQLError, type GraphQLSchema, introspectionFromSchema } from 'graphql';
import mercurius from 'mercurius';
import {
  ANONYMOUS,
  apolloGate,
  CredentialError,
  gateSchema,
  mercuriusGate,
  type Mode,
  useGate,
  VerifierUnavailable,
} from '../../src/gate/index';
import { type Answer, createYoga, type Door, doors } from './doors';
import { holding, reference } from './reference-schema';

const http = Object.entries(doors).filter(([name]) => ['Apollo Server 5', 'Yoga', 'Mercurius'].includes(name));
const opened: Door[] = [];
afterEach(async () => {
  for (const door of opened.splice(0)) await door.close();
});

async function open(
  make: (schema: GraphQLSchema, mode?: Mode) => Promise<Door>,
  schema: GraphQLSchema,
  mode?: Mode,
): Promise<Door> {
  const door = await make(schema, mode);
  opened.push(door);
  return door;
}

/** What is in `data` besides nulls. */
const answered = ({ data }: Answer) => Object.values(data ?? {}).filter((value) => value !== null);

const thrower = (error: Error) => () => {
  throw error;
};

describe.each(http)('%s', (_name, make) => {
  test.each([
    ['a malformed credential', new CredentialError('two headers', 400), 400, 'invalid_request', 'BAD_REQUEST'],
    ['a bad credential', new CredentialError(), 401, 'invalid_token', 'UNAUTHENTICATED'],
    ['a verifier that is down', new VerifierUnavailable(), 503, undefined, 'SERVICE_UNAVAILABLE'],
    ['any other failure', new Error('connect 10.0.0.3'), 500, undefined, 'INTERNAL_SERVER_ERROR'],
  ])('%s, on an open operation', async (_case, error, status, challenge, code) => {
    const { schema, calls } = reference();
    const answer = await (await open(make, schema)).send({ query: '{ ping }', caller: thrower(error) });
    expect(answer.status).toBe(status);
    expect(answer.challenge?.match(/error="(\w+)"/)?.[1]).toBe(challenge);
    expect(answer.errors?.[0]?.extensions?.['code']).toBe(code);
    expect(JSON.stringify(answer)).not.toContain('10.0.0.3');
    expect(calls).toEqual([]);
  });

  test('of two modes the stricter counts', async () => {
    const send = async (schemaMode: Mode, mode: Mode) => {
      const door = await open(make, reference({ mode: schemaMode }).schema, mode);
      return door.send({ query: '{ ping report }', caller: () => holding() });
    };
    const observe: Mode = { observe: { until: new Date(Date.now() + 3_600_000), report: () => undefined } };
    expect((await send('reject', 'filter')).status).toBe(403);
    expect((await send('filter', 'reject')).status).toBe(403);
    expect((await send('filter', observe)).data).toEqual({ ping: 'pong', report: null });
    expect((await send(observe, 'filter')).data).toEqual({ ping: 'pong', report: null });
    expect((await send(observe, observe)).data).toEqual({ ping: 'pong', report: 'numbers' });
  });

  test("the server's own error keeps its status and headers", async () => {
    const headers = make === doors['Apollo Server 5'] ? new Map([['x-own', '1']]) : { 'x-own': '1' };
    const extensions = { code: 'LOGIN_REQUIRED', http: { status: 418, headers } };
    const { schema } = reference({ error: () => new GraphQLError('own', { extensions: extensions }) });
    const answer = await (await open(make, schema)).send({ query: '{ report }', caller: () => holding() });
    expect(answer.status).toBe(418);
    expect(answer.errors?.[0]).toMatchObject({ message: 'own', extensions: { code: 'LOGIN_REQUIRED' } });
    expect(JSON.stringify(answer)).not.toContain('x-own');
  });

  test('undecided variables are reported by the execution, and say nothing of scopes', async () => {
    const { schema, calls } = reference();
    const query = 'query ($s: Boolean!) { report @skip(if: $s) }';
    const answer = await (await open(make, schema)).send({ query, caller: () => holding() });
    expect(JSON.stringify(answer.errors)).toContain('$s');
    expect(JSON.stringify(answer)).not.toContain('admin');
    expect(calls).toEqual([]);
  });

  test('rule 17: suggestions in validation errors are for whoever may read the schema', async () => {
    const door = await open(make, reference().schema);
    const query = '{ pin users { nam } search { titl } }';
    const messages = async (caller: () => unknown) => JSON.stringify((await door.send({ query, caller })).errors);
    expect(await messages(() => ANONYMOUS)).not.toContain('Did you mean');
    expect(await messages(thrower(new CredentialError()))).not.toContain('Did you mean');
    const validatesBeforeItsContext = make === doors['Yoga'];
    expect((await messages(() => holding())).includes('Did you mean')).toBe(!validatesBeforeItsContext);
    expect(await messages(() => ANONYMOUS)).not.toMatch(/"(ping|name|title)"/);
  });

  test('a compiled or kept document is checked again for each caller', async () => {
    const door = await open(make, reference().schema);
    const statuses: unknown[] = [];
    for (const scope of ['admin', 'admin', 'admin', 'none', 'admin', 'none']) {
      statuses.push((await door.send({ query: '{ report }', caller: () => holding(scope) })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 403, 200, 403]);
  });
});

describe.each(Object.entries(doors))('rule 17 through %s', (_name, make) => {
  test.each(['{ __schema { queryType { name } } }', '{ ping ... { x: __type(name: "Query") { name } } }'])(
    '%s',
    async (query) => {
      const { schema, calls } = reference();
      const door = await open(make, schema);
      const refused = await door.send({ query, caller: () => ANONYMOUS });
      expect(answered(refused)).toEqual([]);
      expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED', missing: [{ anyOf: [[]] }] });
      expect(calls).toEqual([]);
      expect(JSON.stringify((await door.send({ query, caller: () => holding() })).data)).toContain('"name":"Query"');
      const missing = await door.send({ query, caller: () => undefined });
      expect(answered(missing)).toEqual([]);
    },
  );

  test('introspection that is open stays open', async () => {
    const door = await open(make, reference({ introspection: 'open' }).schema);
    const { data } = await door.send({ query: '{ __schema { queryType { name } } }', caller: () => ANONYMOUS });
    expect(data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });
});

describe('a schema that gateSchema did not make', () => {
  const schema = buildSchema('type Query { a: Int }');

  test('apolloGate refuses to start', async () => {
    const server = new ApolloServer({
      schema,
      plugins: [apolloGate()],
      logger: { debug() {}, info() {}, warn() {}, error() {} },
    });
    await expect(server.start()).rejects.toThrow('gateSchema');
  });

  test('useGate refuses it', () => {
    expect(() => useGate().onSchemaChange({ schema })).toThrow('gateSchema');
  });

  test('its introspection is left alone', () => {
    expect(introspectionFromSchema(schema).__schema.queryType.name).toBe('Query');
  });

  test('mercuriusGate refuses it', async () => {
    const app = Fastify();
    await app.register(mercurius, { schema });
    expect(() => mercuriusGate(app)).toThrow('gateSchema');
    await app.close();
  });
});

describe('case: JSON batch', () => {
  const batch = [{ query: '{ ping }' }, { query: '{ report }' }];

  test('Apollo Server 5 refuses it', async () => {
    const { schema } = reference();
    const server = new ApolloServer({ schema, plugins: [apolloGate({ actor: () => holding() })] });
    await server.start();
    const headers = new HeaderMap([['content-type', 'application/json']]);
    const httpGraphQLRequest = { method: 'POST', headers, search: '', body: batch as unknown };
    const answer = await server.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: () => Promise.resolve({}) });
    expect(answer.status).toBe(400);
    await server.stop();
  });

  test('Yoga refuses it', async () => {
    const yoga = createYoga({
      schema: reference().schema,
      logging: false,
      plugins: [useGate()],
      context: () => ({ caller: () => holding() }),
    });
    const headers = { 'content-type': 'application/json' };
    const response = await yoga.fetch('http://test/graphql', { method: 'POST', headers, body: JSON.stringify(batch) });
    expect(response.status).toBe(400);
  });

  test('Mercurius refuses it, and where it is allowed each operation is checked by its own name', async () => {
    const { schema, calls } = reference();
    for (const [allowBatchedQueries, statuses] of [
      [false, [400]],
      [true, [200]],
    ] as const) {
      const app = Fastify();
      await app.register(mercurius, { schema, allowBatchedQueries, context: () => ({ caller: () => holding() }) });
      mercuriusGate(app);
      const query = 'query A { ping } query B { report }';
      const payload = [
        { query, operationName: 'A' },
        { query, operationName: 'B' },
      ];
      const response = await app.inject({ method: 'POST', url: '/graphql', payload });
      expect(statuses).toContain(response.statusCode);
      if (allowBatchedQueries)
        expect(JSON.parse(response.body)).toMatchObject([
          { data: { ping: 'pong' } },
          { data: null, errors: [{ extensions: { code: 'INSUFFICIENT_SCOPE' } }] },
        ]);
      await app.close();
    }
    expect(calls).toEqual(['Query.ping']);
  });
});

describe('subscriptions through Yoga', () => {
  test('refused at subscribe, and ended by one denial when the scope is gone', async () => {
    let actor = holding();
    let emit: (event: unknown) => void = () => undefined;
    const schema = buildSchema('type Query { a: Int } type Subscription { ticks: Int }');
    const field = schema.getSubscriptionType()?.getFields()['ticks'];
    if (!field) throw new Error('no such field');
    field.subscribe = async function* () {
      for (;;) yield await new Promise((resolve) => (emit = resolve));
    };
    const gated = gateSchema(schema, {
      unmarkedRootFields: 'open',
      guards: { 'Subscription.ticks': [['ticks']] },
      currentActor: () => actor,
    });
    const yoga = createYoga({
      schema: gated,
      logging: false,
      plugins: [useGate({ actor: () => actor })],
      context: () => ({}),
    });
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
    const open = () =>
      yoga.fetch('http://test/graphql', {
        method: 'POST',
        headers,
        body: JSON.stringify({ query: 'subscription { ticks }' }),
      });
    expect(await (await open()).text()).toContain('INSUFFICIENT_SCOPE');
    actor = holding('ticks');
    const response = await open();
    setTimeout(() => emit({ ticks: 1 }), 20);
    setTimeout(() => ((actor = holding()), emit({ ticks: 2 })), 60);
    const text = await response.text();
    expect(text).toContain('{"data":{"ticks":1}}');
    expect(text.match(/INSUFFICIENT_SCOPE/g)).toHaveLength(1);
    expect(text).not.toContain('{"data":{"ticks":2}}');
  });
});

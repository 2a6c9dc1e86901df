import { type Answer } from '../support/client';
import { startServer, type TestServer } from '../support/server';

describe('limits of an operation', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  async function exceeded(query: string, variables?: Record<string, unknown>): Promise<string> {
    const { status, code, data, errors } = await server.admin.execute(query, variables);
    expect({ status, code, data }).toEqual({ status: 400, code: 'COST_EXCEEDED', data: undefined });
    return errors![0]!.message;
  }

  const nested = (depth: number): string => {
    const inner = depth - 4;
    return `{ apiTokens(first: 1) { nodes { ${'createdWith { '.repeat(inner)} owner { id } ${'} '.repeat(inner)} } } }`;
  };

  test('12 fields inside each other pass, 13 are told with the limit', async () => {
    await server.admin.get(nested(12));
    expect(await exceeded(nested(13))).toMatch(/13 fields deep; the limit is 12\. Ask for/);
  });

  test('30 aliases pass, 1,000 are refused with their number', async () => {
    const aliases = (count: number) => `{ ${Array.from({ length: count }, (_, i) => `a${i}: __typename`).join(' ')} }`;
    await server.admin.get(aliases(30));
    expect(await exceeded(aliases(31))).toMatch(/31 aliases; the limit is 30/);
    expect(await exceeded(aliases(660))).toMatch(/660 aliases/);
    expect(await exceeded(aliases(1_000))).toMatch(/3,002 tokens; the limit is 2,000/);
  });

  test('aliases in fragments count wherever they are spread', async () => {
    const query =
      '{ a: viewer { ...F } b: viewer { ...F } } fragment F on Viewer { ' +
      Array.from({ length: 15 }, (_, i) => `f${i}: id`).join(' ') +
      ' }';
    expect(await exceeded(query)).toMatch(/32 aliases/);
  });

  test('2,001 tokens are refused before they are parsed; a million are not counted to the end', async () => {
    expect(await exceeded(`{ ${'id '.repeat(1_999)} }`)).toMatch(/2,001 tokens; the limit is 2,000/);
    expect(await exceeded(`{ ${'id '.repeat(340_000)} }`)).toMatch(/more than 20,000 tokens/);
  });

  const edges = 'owner { id } createdBy { id }';
  const costly = `query ($n: Int!) { apiTokens(first: $n) { nodes { ${edges} createdWith { id ${edges} createdWith {
    id ${edges} createdWith { id } } } } } }`;

  test('what costs 1,000 passes, a point more is told with what to do', async () => {
    await server.admin.get(costly, { n: 99 });
    expect(await exceeded(costly, { n: 100 })).toMatch(
      /costs 1,010 points; the limit is 1,000\. Ask for smaller pages/,
    );
  });

  test('a full page with every column of the list passes', async () => {
    await server.admin.get(`{ apiTokens(first: 100) { totalCount totalCountIsExact pageInfo { hasNextPage endCursor }
      nodes { id name description owner { id username displayName } createdBy { id username } kind access scopes status
        createdAt updatedAt expiresAt lastUsedAt lastUsedAddress lastUsedClient hint allowedAddresses againstPolicy } } }`);
  });

  test('a document that was seen before is measured again with other variables', async () => {
    for (let i = 0; i < 4; i++) await server.admin.get(costly, { n: 3 });
    await exceeded(costly, { n: 100 });
  });

  test('a fragment bomb is refused', async () => {
    const fragments = Array.from(
      { length: 40 },
      (_, i) => `fragment F${i} on ApiToken { createdWith { ...F${i + 1} } createdWith { ...F${i + 1} } }`,
    );
    expect(
      await exceeded(`{ apiToken(id: 1) { ...F0 } } ${fragments.join(' ')} fragment F40 on ApiToken { id }`),
    ).toMatch(/deep/);
  });

  test('a field that stands there a thousand times is refused before it is compared with itself', async () => {
    expect(await exceeded(`{ viewer { ${'id '.repeat(1_900)} } }`)).toMatch(/same fields too many times/);
  });

  test('fragments that spread each other in a circle are refused', async () => {
    const query = '{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }';
    expect((await server.admin.execute(query)).code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  test('the schema can be read whole', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    await server.admin.get(getIntrospectionQuery());
  });

  test('limits can be set', async () => {
    const limits = { ...server.deps.config.limits, depth: 2, cost: 3, body: 2_000 };
    const strict = await startServer({ config: { limits } });
    const codes = async (answers: Promise<Answer<unknown>>[]) => (await Promise.all(answers)).map(({ code }) => code);
    const { anonymous } = strict;
    const answers = [
      anonymous.execute('{ viewer { id } }'),
      anonymous.execute('{ viewer { user { id } } }'),
      anonymous.execute('{ errorCodes { code meaning httpStatus } }'),
      anonymous.execute('{ viewer { id } }', { filler: 'x'.repeat(2_000) }),
    ];
    expect(await codes(answers)).toEqual([undefined, 'COST_EXCEEDED', 'COST_EXCEEDED', 'PAYLOAD_TOO_LARGE']);
    await strict.close();
  });
});

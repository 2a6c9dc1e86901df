import { startServer, type TestServer } from '../support/server';

interface Operation {
  readonly responses: Record<string, unknown>;
  readonly parameters?: readonly { name: string; in: string }[];
  readonly requestBody?: { content: Record<string, { schema: { properties: object; required?: string[] } }> };
}

interface OpenApi {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, { properties: object }>; responses: object };
}

let server: TestServer;
let document: OpenApi;
beforeAll(async () => {
  server = await startServer({ options: { jobs: false } });
  document = (await (await fetch(`${server.url}/api/v1/openapi.json`)).json()) as OpenApi;
});
afterAll(() => server.close());

/** What is no REST: GraphQL and its page, and what operators ask. */
const OTHERS = /^\/(graphql|admin|playground|healthz|readyz|metrics|$|\*)/;

/** The addresses that the server knows, as its router prints them. */
function routes(): string[] {
  const printed = server.app.printRoutes({ commonPrefix: false });
  const above: string[] = [];
  return printed.split('\n').flatMap((line) => {
    const match = /^([\s│├└─]*)(\S+)( \(.+\))?$/.exec(line);
    if (!match?.[2]) return [];
    const depth = Math.round((match[1] ?? '').length / 4) - 1;
    above.splice(depth, above.length, match[2]);
    return match[3] ? [above.join('')] : [];
  });
}

test('U9: every REST route is described, and nothing else is', () => {
  const known = [...new Set(routes().map((url) => url.replace(/:(\w+)/, '{$1}')))].filter((url) => !OTHERS.test(url));
  expect(known.length).toBeGreaterThan(15);
  expect(Object.keys(document.paths).sort()).toEqual(known.sort());
});

test('U9: each method that is described is answered', () => {
  const missing = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations)
      .map((method) => ({ method: method.toUpperCase() as 'GET', url: path.replace(/\{(\w+)\}/, ':$1') }))
      .filter((route) => !server.app.hasRoute(route)),
  );
  expect([document.openapi, missing]).toEqual(['3.1.0', []]);
});

test('U9: bodies are those of the GraphQL inputs, without what the address says', () => {
  const bodyOf = (path: string, method: string) =>
    document.paths[path]?.[method]?.requestBody?.content['application/json']?.schema;
  expect(bodyOf('/api/v1/api-tokens', 'post')?.required).toEqual(['name']);
  const update = Object.keys(bodyOf('/api/v1/api-tokens/{id}', 'patch')?.properties ?? {});
  expect(update).toContain('expectedUpdatedAt');
  expect(update).not.toContain('id');
  expect(bodyOf('/api/v1/api-tokens/{id}/enable', 'post')).toBeUndefined();
});

test('U9: every reference leads somewhere, and the record of a token is told once', () => {
  const references = [...JSON.stringify(document).matchAll(/"#\/components\/(\w+)\/(\w+)"/g)];
  const parts: Record<string, object> = document.components;
  expect(references.filter(([, part = '', name = '']) => !Object.hasOwn(parts[part] ?? {}, name))).toEqual([]);
  expect(Object.keys(document.components.schemas['ApiToken']?.properties ?? {})).toContain('effectiveScopes');
});

test('U9: the filters of the list are parameters', () => {
  const parameters = document.paths['/api/v1/api-tokens']?.['get']?.parameters?.map(({ name }) => name);
  expect(parameters).toEqual(expect.arrayContaining(['search', 'statuses', 'orderBy', 'first', 'after']));
});

import { type Mode } from '../../src/gate/index';
import { type Answer, type Door, doors, type Sent } from './doors';
import { ANONYMOUS, CredentialError } from '../../src/gate/index';
import { holding, reference, type Reference } from './reference-schema';

/** One row of the specification's table. `held` of null is nobody, 'bad' is a credential that isn't valid. */
interface Case {
  readonly name: string;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly held: readonly string[] | null | 'bad' | 'missing';
  readonly mode?: Mode;
  readonly data?: unknown;
  readonly refused?: { readonly status: number; readonly missing: readonly string[]; readonly hint?: string };
}

const conditional = 'query ($s: Boolean!) { users { id salary @skip(if: $s) } }';
const flagged = 'query ($d: Boolean) { users(includeDeleted: $d) { id } }';
const two = 'query A { ping } query B { report }';
const users = [{ id: '1' }, { id: '5' }];

/** `missing` is written as coordinate @ path. */
const cases: readonly Case[] = [
  { name: 'ping without a credential', query: '{ ping }', held: null, data: { ping: 'pong' } },
  {
    name: 'ping with an expired, revoked or malformed token',
    query: '{ ping }',
    held: 'bad',
    refused: { status: 401, missing: [] },
  },
  {
    name: 'me without a credential',
    query: '{ me { id } }',
    held: null,
    refused: { status: 401, missing: ['Query.me @ me', 'User @ me'] },
  },
  { name: 'F me without a credential', query: '{ me { id } }', held: null, mode: 'filter', data: { me: null } },
  {
    name: 'me with none',
    query: '{ me { id } }',
    held: [],
    refused: { status: 403, missing: ['User @ me'], hint: 'users:read' },
  },
  {
    name: 'user with none',
    query: '{ user(id: 1) { name } }',
    held: [],
    refused: { status: 403, missing: ['User @ user'], hint: 'users:read' },
  },
  {
    name: 'report with one half',
    query: '{ report }',
    held: ['billing:read'],
    refused: { status: 403, missing: ['Query.report @ report'], hint: 'users:read' },
  },
  { name: 'report with admin', query: '{ report }', held: ['admin'], data: { report: 'numbers' } },
  {
    name: 'aliased salary',
    query: '{ x: users { y: salary } }',
    held: ['users:read'],
    refused: { status: 403, missing: ['User.salary @ x,y'], hint: 'hr:read' },
  },
  {
    name: 'F aliased salary',
    query: '{ x: users { y: salary } }',
    held: ['users:read'],
    mode: 'filter',
    data: { x: [{ y: null }, { y: null }] },
  },
  {
    name: 'one open and one guarded field',
    query: '{ a: ping b: report }',
    held: [],
    refused: { status: 403, missing: ['Query.report @ b'], hint: 'admin' },
  },
  {
    name: 'F one open and one guarded field',
    query: '{ a: ping b: report }',
    held: [],
    mode: 'filter',
    data: { a: 'pong', b: null },
  },
  {
    name: 'named fragment with salary',
    query: '{ users { ...S } } fragment S on User { salary }',
    held: ['users:read'],
    refused: { status: 403, missing: ['User.salary @ users,salary'], hint: 'hr:read' },
  },
  {
    name: 'fragment without a type condition',
    query: '{ users { ... { salary } } }',
    held: ['users:read'],
    refused: { status: 403, missing: ['User.salary @ users,salary'], hint: 'hr:read' },
  },
  { name: 'salary skipped', query: conditional, variables: { s: true }, held: ['users:read'], data: { users } },
  {
    name: 'salary not skipped',
    query: conditional,
    variables: { s: false },
    held: ['users:read'],
    refused: { status: 403, missing: ['User.salary @ users,salary'], hint: 'hr:read' },
  },
  {
    name: 'a field of an interface',
    query: '{ node(id: 1) { id } }',
    held: [],
    refused: {
      status: 403,
      missing: ['User @ node,id', 'Secret @ node,id', 'Token @ node,id'],
      hint: 'secrets:read tokens:manage users:read',
    },
  },
  {
    name: 'an open type behind an interface',
    query: '{ node(id: 2) { ... on Post { id title } } }',
    held: [],
    data: { node: { id: '2', title: 'Hello' } },
  },
  {
    name: 'another type than the one asked for',
    query: '{ node(id: 3) { ... on Post { id title } } }',
    held: [],
    data: { node: {} },
  },
  {
    name: 'search with a guarded member',
    query: '{ search { ... on Post { title } ... on Secret { value } } }',
    held: [],
    refused: { status: 403, missing: ['Secret @ search,value'], hint: 'secrets:read' },
  },
  {
    name: 'F search with a guarded member',
    query: '{ search { ... on Post { title } ... on Secret { value } } }',
    held: [],
    mode: 'filter',
    data: { search: [{ title: 'Hello' }, { value: null }] },
  },
  {
    name: '__typename on a union',
    query: '{ search { __typename } }',
    held: [],
    data: { search: [{ __typename: 'Post' }, { __typename: 'Secret' }] },
  },
  {
    name: 'a guarded scalar',
    query: '{ users { email } }',
    held: ['users:read'],
    refused: { status: 403, missing: ['Email @ users,email'], hint: 'pii:read' },
  },
  {
    name: 'a guarded enum value in the result',
    query: '{ users { role } }',
    held: ['users:read'],
    data: { users: [{ role: 'ADMIN' }, { role: null }] },
  },
  ...['true', 'false', 'null'].map((value) => ({
    name: `includeDeleted: ${value}`,
    query: `{ users(includeDeleted: ${value}) { id } }`,
    held: ['users:read'],
    refused: { status: 403, missing: ['Query.users(includeDeleted:) @ users'], hint: 'users:audit' },
  })),
  { name: 'includeDeleted from a variable that was not sent', query: flagged, held: ['users:read'], data: { users } },
  {
    name: 'includeDeleted from a variable that was sent',
    query: flagged,
    variables: { d: null },
    held: ['users:read'],
    refused: { status: 403, missing: ['Query.users(includeDeleted:) @ users'], hint: 'users:audit' },
  },
  {
    name: 'includeDeleted from a default of the operation',
    query: flagged.replace('Boolean', 'Boolean = true'),
    held: ['users:read'],
    refused: { status: 403, missing: ['Query.users(includeDeleted:) @ users'], hint: 'users:audit' },
  },
  {
    name: 'a mutation under a guarded root type',
    query: 'mutation { touch }',
    held: [],
    refused: { status: 403, missing: ['Mutation @ touch'], hint: 'write' },
  },
  ...(['reject', 'filter'] as const).map((mode) => ({
    name: `${mode === 'filter' ? 'F ' : ''}two mutations, the second refused`,
    query: 'mutation { touch createToken(input: { label: "a", scopes: [] }) { id } }',
    held: ['write'],
    mode,
    refused: {
      status: 403,
      missing: ['Mutation.createToken @ createToken', 'Token @ createToken'],
      hint: 'tokens:manage',
    },
  })),
  {
    name: 'a guarded input field',
    query: 'mutation { createToken(input: { label: "a", scopes: [], unlimited: true }) { id } }',
    held: ['write', 'tokens:manage'],
    refused: { status: 403, missing: ['NewToken.unlimited @ createToken'], hint: 'admin' },
  },
  { name: 'the open one of two operations', query: two, operationName: 'A', held: [], data: { ping: 'pong' } },
  {
    name: 'the guarded one of two operations',
    query: two,
    operationName: 'B',
    held: [],
    refused: { status: 403, missing: ['Query.report @ report'], hint: 'admin' },
  },
  { name: 'a context without an actor', query: '{ ping }', held: 'missing', refused: { status: 401, missing: [] } },
];

function sent({ query, variables, operationName, held }: Case): Sent {
  const caller = () => {
    if (held === 'bad') throw new CredentialError();
    return held === 'missing' ? undefined : held === null ? ANONYMOUS : holding(...held);
  };
  return { query, ...(variables && { variables }), ...(operationName && { operationName }), caller };
}

function expectRefused(answer: Answer, { held, refused }: Case): void {
  expect(Object.values(answer.data ?? {}).filter((value) => value !== null)).toEqual([]);
  const extensions = answer.errors?.[0]?.extensions;
  expect(extensions?.['code']).toBe(refused?.status === 401 ? 'UNAUTHENTICATED' : 'INSUFFICIENT_SCOPE');
  const missing = (extensions?.['missing'] ?? []) as { coordinate: string; path: string[] }[];
  expect(missing.map((each) => `${each.coordinate} @ ${each.path.join(',')}`)).toEqual(refused?.missing);
  if (answer.status !== undefined) expectHttp(answer, held, refused);
}

function expectHttp({ status, challenge }: Answer, held: Case['held'], refused: Case['refused']): void {
  const error = refused?.status === 403 ? 'insufficient_scope' : held === 'bad' ? 'invalid_token' : undefined;
  expect(status).toBe(refused?.status);
  expect(challenge?.match(/error="(\w+)"/)?.[1]).toBe(error);
  if (refused?.hint) expect(challenge).toContain(`scope="${refused.hint}"`);
}

describe.each(Object.entries(doors))('%s', (_name, open) => {
  const opened = new Map<unknown, Promise<{ door: Door } & Reference>>();
  const openIn = (mode: Mode) => {
    const made =
      opened.get(mode) ??
      Promise.resolve(reference({ mode })).then(async (it) => ({ ...it, door: await open(it.schema) }));
    opened.set(mode, made);
    return made;
  };
  afterAll(async () => {
    for (const each of opened.values()) await (await each).door.close();
  });

  test.each(cases)('case: $name', async (row) => {
    const { door, calls } = await openIn(row.mode ?? 'reject');
    calls.length = 0;
    const answer = await door.send(sent(row));
    if (!row.refused) return expect(answer.data).toEqual(row.data);
    expectRefused(answer, row);
    expect(calls).toEqual([]);
  });
});

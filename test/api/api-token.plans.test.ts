import { filters } from '../../bench/queries';
import type { TokenRow } from '../../bench/tokens';
import { statusOf } from '../../src/features/api-token/api-token.entity';
import { LIMITS } from '../../src/features/api-token/api-token.rarity';
import type { Client } from '../support/client';
import { makeManyTokens } from '../support/many-tokens';
import { startServer, type TestServer } from '../support/server';
import { listTokens } from '../support/token-lists';

/**
 * Every filter in every order, found in each of the ways that there are, against the same question asked of an array.
 */
let server: TestServer;
let client: Client;
let made: readonly TokenRow[];
const usual = { ...LIMITS };

beforeAll(async () => {
  server = await startServer();
  client = await server.createAccount('plans', 'plans@example.com');
  made = await makeManyTokens(server, client, 400);
});
afterAll(() => server.close());
afterEach(() => Object.assign(LIMITS, usual));

type Filter = Record<string, unknown>;
type Test = (token: TokenRow, value: never) => boolean;

const used = ({ lastUsedAt }: TokenRow): number => lastUsedAt?.getTime() ?? 0;
const ends = ({ expiresAt }: TokenRow): number => expiresAt?.getTime() ?? Infinity;
const now = (): number => Date.now();

/** The filters of L2, once more in words of their own. */
const TESTS: Record<string, Test> = {
  search: ({ name, description }, search: string) => {
    const words = `${name} ${description}`.toLowerCase().split(' ');
    return search.split(' ').every((typed) => words.some((word) => word.startsWith(typed)));
  },
  ids: ({ id }, ids: string[]) => ids.includes(id),
  ownerIds: ({ ownerId }, ids: string[]) => ids.includes(ownerId),
  createdByIds: ({ createdById }, ids: string[]) => ids.includes(createdById ?? ''),
  statuses: (token, statuses: string[]) => statuses.includes(statusOf(token, new Date())),
  kinds: ({ kind }, kinds: string[]) => kinds.includes(kind),
  access: ({ access }, levels: string[]) => levels.includes(access),
  // The service accounts have no roles: only listed scopes count.
  scope: ({ scopes }, scope: string) => scopes.includes(scope),
  expiresBefore: (token, date: string) => ends(token) < Date.parse(date),
  expiresAfter: (token, date: string) => ends(token) > Date.parse(date),
  expiresWithinDays: (token, days: number) => ends(token) > now() && ends(token) <= now() + days * 86_400_000,
  createdBefore: ({ createdAt }, date: string) => createdAt.getTime() < Date.parse(date),
  createdAfter: ({ createdAt }, date: string) => createdAt.getTime() > Date.parse(date),
  lastUsedBefore: (token, date: string) => used(token) < Date.parse(date),
  lastUsedAfter: (token, date: string) => used(token) > Date.parse(date),
  neverUsed: (token, never: boolean) => (used(token) === 0) === never,
  againstPolicy: (_token, against: boolean) => !against,
};

const matches = (token: TokenRow, filter: Filter): boolean =>
  Object.entries(filter).every(([field, value]) => TESTS[field]?.(token, value as never));

const STATUSES = ['REVOKED', 'EXPIRED', 'DISABLED', 'ACTIVE'];
const KEYS: Record<string, (token: TokenRow) => string | number> = {
  NAME: ({ nameKey }) => nameKey,
  OWNER: ({ ownerKey }) => ownerKey,
  CREATED_BY: ({ creatorKey }) => creatorKey,
  STATUS: (token) => STATUSES.indexOf(statusOf(token, new Date())) * 1e15 + Math.min(ends(token), 1e14),
  CREATED_AT: ({ createdAt }) => createdAt.getTime(),
  EXPIRES_AT: ends,
  LAST_USED_AT: used,
};

function expected(filter: Filter, field: string, direction: string): string[] {
  const key = KEYS[field] as (token: TokenRow) => string | number;
  const found = made.filter((token) => matches(token, filter));
  // All letters that sort here are in the basic plane, where code units sort as bytes do.
  found.sort((a, b) => (key(a) === key(b) ? (a.id < b.id ? -1 : 1) : key(a) < key(b) ? -1 : 1));
  return (direction === 'DESC' ? found.reverse() : found).map(({ id }) => id);
}

/** The first page, and the one behind it. */
async function twoPages(filter: Filter, field: string, direction: string): Promise<string[]> {
  const variables = { filter, orderBy: [{ field, direction }], first: 7 };
  const first = await listTokens(client, variables);
  const after = first.pageInfo.endCursor ?? undefined;
  const second = after ? await listTokens(client, { ...variables, after }) : first;
  return [...first.nodes, ...(after ? second.nodes : [])].map(({ id }) => id);
}

const facts = () => ({
  largeOwner: made[0]?.ownerId ?? '',
  smallOwner: made[5]?.ownerId ?? '',
  ids: made.slice(10, 40).map(({ id }) => id),
});
const LABELS = Object.keys(filters({ largeOwner: '', smallOwner: '', ids: [] }));

const WAYS = {
  'as it is': {},
  'along the order': { few: 0, stretch: 1_000 },
  'in stretches, then by the rarest condition': { few: 0, stretch: 1 },
  'in stretches, then along the order': { few: 0, stretch: 1, many: 2 },
};

describe.each(Object.keys(WAYS))('%s', (way) => {
  test.each(LABELS)('L2, L3: %s', async (label) => {
    Object.assign(LIMITS, WAYS[way as keyof typeof WAYS]);
    const filter = filters(facts())[label] as Filter;
    const { totalCount } = await listTokens(client, { filter, first: 1 });
    expect(totalCount).toBe(made.filter((token) => matches(token, filter)).length);
    const turn = LABELS.indexOf(label) + Object.keys(WAYS).indexOf(way);
    for (const [index, field] of Object.keys(KEYS).entries()) {
      // A third of the orders for each: all of them meet, over all filters and ways.
      if ((index + turn) % 3 > 0) continue;
      const direction = (index + turn) % 2 === 0 ? 'ASC' : 'DESC';
      const ids = await twoPages(filter, field, direction);
      expect([field, direction, ids]).toEqual([field, direction, expected(filter, field, direction).slice(0, 14)]);
    }
  });
});

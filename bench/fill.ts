import type { EntityManager } from 'typeorm';
import type { Deps } from '../src/context';
import { createAccount } from '../src/features/account/account.creation';
import { Account } from '../src/features/account/account.entity';
import { ApiToken, ApiTokenTerm } from '../src/features/api-token/api-token.entity';
import { insertRole } from '../src/features/role/role.service';
import { hashPassword } from '../src/features/user/password';
import { insertUser } from '../src/features/user/user.creation';
import { type User, UserKind } from '../src/features/user/user.entity';
import { inAccount } from '../src/context';
import { insertRows } from '../src/graphql/insert-rows';
import { transaction } from '../src/graphql/transaction';
import { systemContext } from '../src/system-context';
import { keepingIndexes } from './indexes';
import { tokens, type TokenRow } from './tokens';

export const ADMIN_EMAIL = 'bench@example.com';
export const PASSWORD = 'a bench needs no secret';
const BATCH = 10_000;

/** Makes the account `bench` with that many tokens, unless it is there already. */
export async function fill(deps: Deps, count: number): Promise<void> {
  const manager = deps.database.reader.manager;
  if (await manager.getRepository(Account).existsBy({ slug: 'bench' })) return;
  const started = Date.now();
  const { accountId, users } = await createPeople(deps, count);
  const plan = {
    accountId,
    count,
    users,
    hash: (secret: string) => deps.keys.hash('api-token', secret),
    now: Date.now(),
  };
  const terms = new Map<string, string[]>();
  await keepingIndexes(deps.database, ['api_token', 'api_token_term'], async () => {
    for (const batch of batches(tokens(plan))) {
      await deps.database.transaction((inside) => insertRows(inside, ApiToken, batch as unknown as ApiToken[]));
      collect(terms, batch);
    }
    await insertTerms(deps, accountId, terms);
  });
  if (deps.database.dialect !== 'sqlite') await analyze(deps);
  console.log(`${deps.database.dialect}: ${count} tokens in ${Math.round((Date.now() - started) / 1_000)} s`);
}

/** MySQL and MariaDB do so by themselves, sooner or later; SQLite never does, and has to do without. */
async function analyze({ database }: Deps): Promise<void> {
  await database.transaction((manager) => manager.query('ANALYZE TABLE api_token, api_token_term, user'));
}

/** One owner for each thousand of tokens, at least ten; the first is a service account with few tokens of its own. */
async function createPeople(deps: Deps, count: number): Promise<{ accountId: string; users: User[] }> {
  const adminPasswordHash = await hashPassword(PASSWORD, 4);
  return transaction(systemContext(deps, 'operator'), async (inside) => {
    const input = { slug: 'bench', name: 'Bench', adminEmail: ADMIN_EMAIL, adminPasswordHash };
    const { account } = await createAccount(inside, input);
    const context = inAccount(inside, account.id);
    const permissions = ['api:execute', 'users:read', 'roles:read', 'apis:read', 'audit:read'];
    const role = await insertRole(context, { name: 'Robots', description: '', permissions, builtIn: false });
    const users: User[] = [];
    for (let index = 0; index < Math.max(10, Math.min(200, count / 1_000)); index += 1) {
      const username = `robot ${String(index).padStart(4, '0')}`;
      const made = { kind: UserKind.SERVICE, email: null, username, passwordHash: null, roleIds: [role.id] };
      users.push(await insertUser(context, made));
    }
    return { accountId: account.id, users };
  });
}

function* batches(rows: Iterable<TokenRow>): Generator<TokenRow[]> {
  let batch: TokenRow[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

function collect(terms: Map<string, string[]>, batch: readonly TokenRow[]): void {
  for (const { id, terms: own } of batch) {
    for (const term of own) {
      const ids = terms.get(term);
      if (ids) ids.push(id);
      else terms.set(term, [id]);
    }
  }
}

/** In the order of the table's key: every database is quickest so. */
async function insertTerms(deps: Deps, accountId: string, terms: ReadonlyMap<string, string[]>): Promise<void> {
  let batch: Partial<ApiTokenTerm>[] = [];
  const send = async (inside: EntityManager): Promise<void> =>
    insertRows(inside, ApiTokenTerm, batch as ApiTokenTerm[]);
  for (const term of [...terms.keys()].sort()) {
    for (const tokenId of terms.get(term) ?? []) {
      batch.push({ accountId, term, tokenId });
      if (batch.length < BATCH * 5) continue;
      await deps.database.transaction(send);
      batch = [];
    }
  }
  await deps.database.transaction(send);
}

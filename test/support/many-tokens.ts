import { tokens, type TokenRow } from '../../bench/tokens';
import { ApiToken, ApiTokenTerm } from '../../src/features/api-token/api-token.entity';
import { insertRows } from '../../src/graphql/insert-rows';
import type { Client } from './client';
import { createUser } from './factories';
import type { TestServer } from './server';

/** Tokens of five service accounts without roles, written past every rule: the same ones at every run. */
export async function makeManyTokens(server: TestServer, client: Client, count: number): Promise<readonly TokenRow[]> {
  const users = [];
  for (let index = 0; index < 5; index += 1) {
    const { id, username } = await createUser(server, { kind: 'SERVICE' }, client);
    users.push({ id, usernameKey: username });
  }
  const { account } = await client.get<{ account: { id: string } }>('{ account { id } }');
  const hash = (secret: string) => server.deps.keys.hash('api-token', secret);
  const plan = { accountId: account.id, count, users, hash, now: Date.now() };
  const made = [...tokens(plan)];
  await server.deps.database.transaction(async (manager) => {
    await insertRows(manager, ApiToken, made as unknown as ApiToken[]);
    const terms = made.flatMap(({ id, terms: own }) =>
      own.map((term) => ({ term, tokenId: id, accountId: account.id })),
    );
    await insertRows(manager, ApiTokenTerm, terms);
  });
  return made;
}

import type { Context } from '../../context';
import { invalidInput } from '../../graphql/errors';
import { loader } from '../../graphql/loaders';
import { chunks, rows } from '../../graphql/rows';
import { groupBy } from '../../lib/group-by';
import { lockUsers } from '../user/user.access';
import { User, UserKind } from '../user/user.entity';
import { ApiIntrospector } from './api.entity';

/** Locked until they are stored. @throws NOT_FOUND for ids that the account doesn't have; BAD_USER_INPUT for persons, who can't ask by a client's credential. */
export async function getIntrospectors(context: Context, ids: readonly string[]): Promise<User[]> {
  const found = await lockUsers(context, [...new Set(ids)]);
  const persons = found.filter(({ kind }) => kind !== UserKind.SERVICE).map(({ username }) => username);
  if (persons.length === 0) return found;
  throw invalidInput(['introspectorIds'], `Only service accounts introspect: ${persons.join(', ')} is none.`);
}

export async function introspectorsOf(context: Context, apiId: string): Promise<User[]> {
  return (await introspectorsOfEach(context, [apiId])).get(apiId) ?? [];
}

/** In place of those that were named before. */
export async function storeIntrospectors(context: Context, apiId: string, users: readonly User[]): Promise<void> {
  await rows(context, ApiIntrospector).delete({ apiId });
  await rows(context, ApiIntrospector).insert(users.map(({ id }) => ({ apiId, userId: id })));
}

/** For edges of lists: many APIs, few statements. */
export function loadIntrospectors(context: Context, apiId: string): Promise<User[]> {
  return loader<string, User[]>(context, 'introspectors of API', async (ids) => {
    const found = await introspectorsOfEach(context, ids);
    return ids.map((id) => found.get(id) ?? []);
  }).load(apiId);
}

async function introspectorsOfEach(context: Context, apiIds: readonly string[]): Promise<Map<string, User[]>> {
  const links: ApiIntrospector[] = [];
  for (const chunk of chunks(apiIds)) {
    const query = rows(context, ApiIntrospector).query('link').andWhere('link.api_id IN (:...chunk)', { chunk });
    links.push(...(await query.getMany()));
  }
  const users = await rows(context, User).findByIds([...new Set(links.map(({ userId }) => userId))]);
  const byName = users.sort((a, b) => (a.usernameKey < b.usernameKey ? -1 : 1));
  const ofApi = groupBy(links, ({ apiId }) => apiId);
  return new Map(
    apiIds.map((id) => {
      const named = new Set(ofApi.get(id)?.map(({ userId }) => userId));
      return [id, byName.filter((user) => named.has(user.id))];
    }),
  );
}

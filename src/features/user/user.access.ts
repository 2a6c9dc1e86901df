import { isByToken } from '../../access/actor';
import { excess } from '../../access/grants';
import type { Context, KnownContext } from '../../context';
import { andIdIn } from '../../graphql/conditions';
import { conflict, notFound, ScopegateError } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { heldByEach } from '../role/role.permissions';
import { User, UserKind } from './user.entity';

/** The users, locked until the transaction ends. @throws NOT_FOUND that names the missing ones (R2). */
export async function lockUsers(context: Context, ids: readonly string[]): Promise<User[]> {
  const query = rows(context, User).lock('user').orderBy('user.id');
  andIdIn(query, 'user.id', ids);
  const found = await query.getMany();
  const missing = ids.filter((id) => !found.some((user) => user.id === id));
  if (missing.length > 0) throw notFound(missing);
  return found;
}

/** @throws NOT_FOUND. */
export async function lockUser(context: Context, id: string): Promise<User> {
  const [user] = await lockUsers(context, [id]);
  if (!user) throw notFound([id]);
  return user;
}

/** P6: a person is created and changed in a log-in session only. @throws LOGIN_REQUIRED. */
export function assertLogInFor({ actor }: KnownContext, users: readonly { id?: string; kind: UserKind }[]): void {
  const persons = users.filter(({ kind }) => kind === UserKind.PERSON);
  if (persons.length === 0 || !isByToken(actor)) return;
  const ids = persons.flatMap(({ id }) => id ?? []);
  throw new ScopegateError('LOGIN_REQUIRED', 'By token only service accounts can be managed. Log in to do this.', {
    ids,
  });
}

/**
 * Who changes a user holds every permission that the user has (R9), and is logged in when it is a person (P6).
 * @throws LOGIN_REQUIRED, GRANT_EXCEEDED that names the excess and the users.
 */
export async function assertMayChange(context: KnownContext, users: readonly User[]): Promise<void> {
  assertLogInFor(context, users);
  const { catalogue, actor } = context;
  const held = await heldByEach(
    context,
    users.map(({ id }) => id),
  );
  const beyond = users
    .map(({ id }) => ({ id, more: excess(catalogue, held.get(id) ?? [], actor.scopes) }))
    .filter(({ more }) => more.length > 0);
  if (beyond.length === 0) return;
  const scopes = [...new Set(beyond.flatMap(({ more }) => more))].sort();
  throw new ScopegateError('GRANT_EXCEEDED', `You don't hold ${scopes.join(', ')}, so you can't change who does.`, {
    excess: scopes,
    ids: beyond.map(({ id }) => id),
  });
}

/** Disabling or deleting oneself is never meant: it would end the session that asked. @throws CONFLICT. */
export function assertNotOneself({ actor }: KnownContext, ids: readonly string[]): void {
  if (ids.includes(actor.userId))
    throw conflict("You can't do this to yourself. Ask another administrator.", [actor.userId]);
}

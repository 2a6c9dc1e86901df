import type { Context, KnownContext } from '../../context';
import { conflict } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { lockAdministratorsOf } from '../account/account.service';
import { Role } from '../role/role.entity';
import { User, UserKind, UserRole } from './user.entity';

/**
 * Does `work` so that an enabled person with the Administrator role who can log in remains (R4). Lock first: of two
 * administrators who end each other's role at once, the later one sees what the earlier one did.
 * @throws CONFLICT that names those who would have been the last.
 */
export async function keepAnAdministrator<T>(context: KnownContext, work: () => Promise<T>): Promise<T> {
  const before = await lockAdministrators(context);
  const result = await work();
  await assertAdministratorRemains(context, before);
  return result;
}

/** @returns those who can administer now; nobody else changes who can until the transaction ends. */
export async function lockAdministrators(context: KnownContext): Promise<string[]> {
  await lockAdministratorsOf(context);
  return listAdministratorIds(context);
}

/** @param before who could administer when the lock was taken. @throws CONFLICT when nobody can any more. */
export async function assertAdministratorRemains(context: Context, before: readonly string[]): Promise<void> {
  if (before.length === 0 || (await listAdministratorIds(context)).length > 0) return;
  throw conflict(
    'Nobody could administer the account any more. Give somebody else the Administrator role first.',
    before,
  );
}

/** Those who can log in: a service account and a person without a password can't. */
export async function listAdministratorIds(context: Context): Promise<string[]> {
  const administrators = await listAdministrators(context);
  return administrators.filter(({ passwordHash }) => passwordHash !== null).map(({ id }) => id);
}

/** Enabled persons with the Administrator role, oldest first, whether they have a password or not. */
export function listAdministrators(context: Context): Promise<User[]> {
  return rows(context, User)
    .query('user')
    .innerJoin(UserRole, 'link', 'link.userId = user.id')
    .innerJoin(Role, 'role', 'role.id = link.roleId')
    .andWhere('role.built_in = :builtIn', { builtIn: true })
    .andWhere('user.kind = :person', { person: UserKind.PERSON })
    .andWhere('user.enabled = :enabled', { enabled: true })
    .orderBy('user.id')
    .getMany();
}

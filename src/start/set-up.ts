import type { Context } from '../context';
import { Role } from '../features/role/role.entity';
import { createSetUpLink } from '../features/session/link.service';
import { User, UserKind, UserRole } from '../features/user/user.entity';
import { rows } from '../graphql/rows';
import { transaction } from '../graphql/transaction';

/** A link by which an administrator sets the first password. */
export interface SetUp {
  readonly email: string;
  readonly url: string;
}

/** A new set-up link while nobody with the Administrator role can log in; undefined once somebody can. */
export async function offerSetUp(context: Context): Promise<SetUp | undefined> {
  const administrators = await listAdministrators(context);
  const [first] = administrators;
  if (!first?.email || administrators.some(({ passwordHash }) => passwordHash !== null)) return undefined;
  const url = await transaction(context, (inside) => createSetUpLink(inside, first.id));
  return { email: first.email, url };
}

/** Enabled persons with the Administrator role, oldest first. */
function listAdministrators(context: Context): Promise<User[]> {
  return rows(context, User)
    .query('user')
    .innerJoin(UserRole, 'held', 'held.userId = user.id')
    .innerJoin(Role, 'role', 'role.id = held.roleId')
    .andWhere('role.builtIn = :builtIn', { builtIn: true })
    .andWhere('user.kind = :kind', { kind: UserKind.PERSON })
    .andWhere('user.enabled = :enabled', { enabled: true })
    .orderBy('user.id')
    .getMany();
}

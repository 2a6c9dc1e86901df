import type { Context } from '../context';
import { createSetUpLink } from '../features/session/link.service';
import { listAdministrators } from '../features/user/user.administrators';
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

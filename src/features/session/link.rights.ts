import { excess } from '../../access/grants';
import type { Context } from '../../context';
import { heldBy } from '../role/role.permissions';
import { linkRefused } from './link.verification';
import type { Link } from './session.entity';

type Maker = Pick<Link, 'madeById' | 'held'>;

/** Who may know a link before its user does, and what its user held then. A user's own link has no maker. */
export async function makerOf(context: Context, userId: string): Promise<Maker> {
  const { actor } = context;
  if (!actor.authenticated || actor.system || actor.userId === userId) return { madeById: null, held: null };
  return { madeById: actor.userId, held: [...(await heldBy(context, userId))] };
}

/**
 * R9 at the time of use: whoever made the link held all that its user did then. What the user gained since, and the maker
 * doesn't hold, must not be had through the link: it is dead.
 * @param context with the account's catalogue.
 * @throws UNAUTHENTICATED.
 */
export async function assertNotGrown(context: Context, { userId, madeById, held }: Link): Promise<void> {
  if (madeById === null || held === null) return;
  const { catalogue } = context;
  const gained = excess(catalogue, await heldBy(context, userId), new Set(held));
  if (gained.length === 0) return;
  if (excess(catalogue, gained, await heldBy(context, madeById)).length > 0) throw linkRefused();
}

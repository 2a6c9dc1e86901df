import type { Context } from '../../context';
import { ScopegateError } from '../../graphql/errors';
import { parseSecret } from '../api-token/secret';
import { Account } from '../account/account.entity';
import { Link, type LinkPurpose } from './session.entity';

const NOBODY = { keyId: '', hash: '0'.repeat(64) };

/** Alike for a link that never was, was used, is over, or is dead because something about its user changed. */
export function linkRefused(): ScopegateError {
  return new ScopegateError('UNAUTHENTICATED', 'This link is not valid, or not any more. Ask for a new one.');
}

/**
 * The living link behind its text. Its account is known only then: this look-up is the one that names none.
 * @throws UNAUTHENTICATED, alike for all that is wrong.
 */
export async function getLink(context: Context, text: string, purposes: readonly LinkPurpose[]): Promise<Link> {
  const parsed = parseSecret(text);
  if (!parsed.ok || parsed.kind !== 'lnk') throw linkRefused();
  const link = await context.manager.getRepository(Link).findOneBy({ publicId: parsed.publicId });
  const expected = link ? { hash: link.secretHash, keyId: link.secretKeyId } : NOBODY;
  const right = context.deps.keys.matches('link', text, expected);
  if (!link || !right || !purposes.includes(link.purpose) || link.expiresAt <= new Date()) throw linkRefused();
  const account = await context.manager.getRepository(Account).findOneBy({ id: link.accountId, enabled: true });
  if (!account) throw linkRefused();
  return link;
}

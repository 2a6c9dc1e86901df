import { uuidv7 } from 'uuidv7';
import type { Context } from '../../context';
import { rows } from '../../graphql/rows';
import { generateSecret } from '../api-token/secret';
import { makerOf } from './link.rights';
import { linkRefused } from './link.verification';
import { Link, LinkPurpose } from './session.entity';

const HOUR = 3_600;

interface Kind {
  readonly seconds: number;
  /** Where the panel takes it. */
  readonly page: string;
}

const KINDS: Record<LinkPurpose, Kind> = {
  INVITATION: { seconds: 7 * 24 * HOUR, page: 'invitation' },
  SET_UP: { seconds: HOUR, page: 'invitation' },
  RESET: { seconds: HOUR, page: 'reset' },
  EMAIL: { seconds: 24 * HOUR, page: 'email' },
};

export interface NewLink {
  readonly userId: string;
  readonly purpose: LinkPurpose;
  /** The new address of an EMAIL link. */
  readonly email?: string;
}

/**
 * A link for one use, in the transaction of what calls for it. Its secret stands behind the #: browsers keep that from
 * servers, logs and Referer headers. @returns the whole address, shown or sent once.
 */
export async function createLink(context: Context, { userId, purpose, email }: NewLink): Promise<string> {
  const secret = generateSecret('lnk');
  const { hash, keyId } = context.deps.keys.hash('link', secret.text);
  const now = new Date();
  const { seconds, page } = KINDS[purpose];
  const link = {
    id: uuidv7(),
    userId,
    purpose,
    publicId: secret.publicId,
    secretHash: hash,
    secretKeyId: keyId,
    email: email ?? null,
    ...(await makerOf(context, userId)),
    createdAt: now,
    expiresAt: new Date(now.getTime() + seconds * 1_000),
  };
  await rows(context, Link).insert([link]);
  return `${context.deps.config.publicUrl}/admin/${page}#${secret.text}`;
}

/** For the first administrator: one hour, one use, dead once an administrator can log in. */
export function createSetUpLink(context: Context, userId: string): Promise<string> {
  return createLink(context, { userId, purpose: LinkPurpose.SET_UP });
}

/** Of two uses at once one gets it. @throws UNAUTHENTICATED when it is gone. */
export async function useUpLink(context: Context, { id }: Link): Promise<void> {
  if ((await rows(context, Link).delete({ id })) !== 1) throw linkRefused();
}

/** When e-mail, password or enabled changes: what was sent before opens nothing any more. */
export async function killLinksOf(context: Context, userId: string): Promise<void> {
  await rows(context, Link).delete({ userId });
}

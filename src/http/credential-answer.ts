import { heldScopes } from '../access/actor';
import { usedScopes } from '../access/used-scopes';
import type { Context, Usage } from '../context';
import { acceptedScopes, guardsMet, type OperationRequest } from '../gate';

/** The headers of U2. @param asked undefined while it isn't known which operation is meant. */
export function tellCredential({ actor, answer }: Context, asked: OperationRequest | undefined): void {
  if (!actor.authenticated) return;
  answer.headers.set(
    'x-oauth-scopes',
    heldScopesOf(actor.scopes, () => heldScopes(actor).join(', ')),
  );
  if (asked) answer.headers.set('x-accepted-oauth-scopes', acceptedScopes(asked));
  if (!actor.tokenExpiresAt) return;
  const days = Math.floor((actor.tokenExpiresAt.getTime() - Date.now()) / 86_400_000);
  answer.headers.set('scopegate-token-expires-in-days', String(days));
}

/** Equal rights are the same Set, so that the text is made once for each. */
const texts = new WeakMap<ReadonlySet<string>, string>();

function heldScopesOf(scopes: ReadonlySet<string>, make: () => string): string {
  const known = texts.get(scopes);
  if (known !== undefined) return known;
  const text = make();
  texts.set(scopes, text);
  return text;
}

/** The credential was used (U6), and which of its scopes this needed (P12). */
export function recordUse(
  { actor, request: sender }: Context,
  asked: OperationRequest | undefined,
  usage: Usage,
): void {
  if (!actor.authenticated) return;
  const { tokenId, sessionId, throughOverlap } = actor;
  usage.record({
    at: new Date(),
    address: sender.address,
    client: sender.client,
    tokenId,
    sessionId,
    throughOverlap,
    scopes: tokenId ? usedScopes(asked ? guardsMet(asked) : [], actor.scopes) : undefined,
  });
}

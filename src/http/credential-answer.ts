import type { FastifyReply } from 'fastify';
import { heldScopes, type KnownActor } from '../access/actor';
import { usedScopes } from '../access/used-scopes';
import type { Context, Usage } from '../context';
import { acceptedScopes, guardsMet, type OperationRequest } from '../gate';

/** The headers of U2. @param asked undefined while it isn't known which operation is meant. */
export function tellCredential({ actor, answer }: Context, asked: OperationRequest | undefined): void {
  if (!actor.authenticated) return;
  tell(actor, asked && acceptedScopes(asked), (name, value) => void answer.headers.set(name, value));
}

/**
 * The same for what isn't answered by GraphQL, as soon as it is known who asks: then every answer has them, a refusal too.
 * @param accepted scopes of which each would do, or takes part; undefined while they aren't known.
 */
export function tellCaller(reply: FastifyReply, actor: KnownActor, accepted?: readonly string[]): void {
  tell(actor, accepted?.join(', '), (name, value) => void reply.header(name, value));
}

function tell(actor: KnownActor, accepted: string | undefined, set: (name: string, value: string) => void): void {
  set(
    'x-oauth-scopes',
    heldScopesOf(actor.scopes, () => heldScopes(actor).join(', ')),
  );
  if (accepted !== undefined) set('x-accepted-oauth-scopes', accepted);
  if (!actor.tokenExpiresAt) return;
  const days = Math.floor((actor.tokenExpiresAt.getTime() - Date.now()) / 86_400_000);
  set('scopegate-token-expires-in-days', String(days));
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

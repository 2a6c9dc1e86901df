import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { heldScopes, type KnownActor } from '../../access/actor';
import { usedScopes } from '../../access/used-scopes';
import { bearerOf } from '../../authenticate';
import type { Use } from '../../context';
import { parseSecret } from '../../features/api-token/secret';
import { credentialMissing, credentialRefused, MalformedCredentialError } from '../../graphql/credential-errors';
import { sendShown, toShown } from '../answer';
import type { ShownError } from '../errors/shown-error';
import { tellCaller } from '../credential-answer';
import { reasonOf } from '../metrics';
import { secretInUrl, secretParameter } from '../secrets-in-url';
import { Assertions } from './assertion';
import { type Forwarded, forwardedBy } from './forwarded-request';
import type { RestOptions } from './rest-options';
import { clientOf, searchOf } from '../request-context';
import { assertWanted, readWanted, type Wanted, WantedUnclear } from './wanted-scopes';

/**
 * /auth/verify: asked by nginx, Traefik or Envoy before each request, with the Authorization header of the client. Bearer
 * API tokens only. Gateways understand 2xx, 401 and 403 and nothing else: what can't be decided is 403.
 */
export function registerForwardAuth(app: FastifyInstance, options: RestOptions): void {
  const { config, keys } = options.deps;
  const door: Door = {
    ...options,
    assertions: new Assertions(keys, config.publicUrl),
    forwarded: forwardedBy(config.trustedProxies),
  };
  app.all('/auth/verify', {
    // Before a body is read: gateways forward the headers of one, some the body itself, and it says nothing here.
    onRequest: (request, reply) => answer(request, reply, door),
    // For what was refused before, such as a header that stands twice.
    onSend: (_request, reply, payload, done) => {
      if (!understood(reply.statusCode)) reply.code(403);
      done(null, payload);
    },
    handler: (request, reply) => answer(request, reply, door),
  });
  app.get('/.well-known/jwks.json', async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(await door.assertions.publicKeys()),
  );
}

interface Door extends RestOptions {
  readonly assertions: Assertions;
  readonly forwarded: (request: FastifyRequest) => Forwarded;
}

async function answer(request: FastifyRequest, reply: FastifyReply, door: Door): Promise<FastifyReply> {
  reply.header('cache-control', 'no-store');
  try {
    const forwarded = door.forwarded(request);
    const actor = await identify(request, forwarded, door);
    const wanted = readWanted(searchOf(request));
    tellCaller(reply, actor, wanted === 'any' ? [] : [...new Set(wanted.flat())].sort());
    assertWanted(wanted, actor);
    const headers = await identityOf(actor, forwarded, door.assertions);
    const use = { at: new Date(), address: forwarded.address, client: clientOf(request) };
    door.deps.usage.record({ ...use, ...useOf(actor, wanted) });
    // Envoy lets 200 through and no other 2xx.
    return reply.status(200).headers(headers).send();
  } catch (error) {
    return sendShown(asUnderstood(error, request), request, reply);
  }
}

/** @throws UNAUTHENTICATED, TOKEN_EXPIRED, INSUFFICIENT_SCOPE; MalformedCredentialError, for a token in the URL, too (U4). */
async function identify(
  request: FastifyRequest,
  { address }: Forwarded,
  { deps, metrics }: RestOptions,
): Promise<KnownActor> {
  try {
    const inUrl = secretParameter(searchOf(request));
    if (inUrl) throw new MalformedCredentialError(secretInUrl(inUrl));
    const bearer = bearerOf(request.raw);
    if (bearer === undefined) throw credentialMissing();
    const parsed = parseSecret(bearer);
    if (!parsed.ok || parsed.kind !== 'api') throw credentialRefused();
    const actor = await deps.authenticator.actorOf({ bearer }, address);
    if (!actor.authenticated) throw credentialMissing();
    request.notes.actor = actor;
    return actor;
  } catch (error) {
    metrics.credentialRefused(reasonOf(error));
    throw error;
  }
}

/** Which token was used, and what it needed of its scopes (P12). */
function useOf({ tokenId, throughOverlap, scopes }: KnownActor, wanted: Wanted): Omit<Use, 'at'> {
  return { tokenId, throughOverlap, scopes: wanted === 'any' ? [] : usedScopes([wanted], scopes) };
}

/** Set on every answer that lets through, also where there is nothing to say: a gateway overwrites what a client sent. */
async function identityOf(
  actor: KnownActor,
  { host, method, uri }: Forwarded,
  assertions: Assertions,
): Promise<Record<string, string>> {
  const { subject, accountId: account, tokenId: token = '' } = actor;
  const scope = heldScopes(actor).join(' ');
  const known = host !== undefined && method !== undefined && uri !== undefined;
  return {
    'x-scopegate-subject': subject,
    'x-scopegate-account': account,
    'x-scopegate-token': token,
    'x-scopegate-scopes': scope,
    'x-scopegate-assertion': known
      ? await assertions.sign({ subject, audience: host, method, uri, account, token, scope })
      : '',
  };
}

const understood = (status: number): boolean => (status >= 200 && status < 300) || status === 401 || status === 403;

/** Malformed is 401; out of order or over a limit 403, with the reason and Retry-After. */
function asUnderstood(error: unknown, request: FastifyRequest): ShownError {
  if (error instanceof WantedUnclear) return error.shown;
  const shown = toShown(error, request);
  if (understood(shown.status)) return shown;
  return { ...shown, status: error instanceof MalformedCredentialError ? 401 : 403 };
}

import type { FastifyReply, FastifyRequest } from 'fastify';
import { can } from '../../access/actor';
import { API_INTROSPECT, TOKENS_READ } from '../../access/catalogue';
import { introspectApiToken, type Introspected } from '../../features/api-token/api-token.introspection';
import { known } from '../../context';
import { scopeChallenge } from '../../graphql/credential-errors';
import { canonicalAddress } from '../../lib/address-range';
import { tellCaller } from '../credential-answer';
import { clientOf, scopeMissing } from './client-credential';
import { type Form, readForm, required } from './form';
import { invalidRequest } from './oauth-error';
import type { RestOptions } from './rest-options';
import { requestContext } from '../request-context';

/** POST /oauth2/introspect (RFC 7662). @throws OAuthError */
export async function introspect(
  request: FastifyRequest,
  reply: FastifyReply,
  options: RestOptions,
): Promise<FastifyReply> {
  const { deps } = options;
  const form = readForm(request.body);
  const client = await clientOf(request, form, options);
  tellCaller(reply, client, [API_INTROSPECT]);
  if (!can(client, API_INTROSPECT)) throw introspectionRefused();
  const token = required(form, 'token');
  const context = known(requestContext(request, deps, client));
  const found = await introspectApiToken(context, { token, address: addressIn(form) });
  const { tokenId, throughOverlap } = client;
  const { address, client: program } = context.request;
  // Reading tokens is needed only for what it lets be said (P12).
  const scopes = found?.tellsBuiltIn ? [API_INTROSPECT, TOKENS_READ] : [API_INTROSPECT];
  deps.usage.record({ at: new Date(), address, client: program, tokenId, throughOverlap, scopes });
  return reply.send(found ? active(found, deps.config.publicUrl) : { active: false });
}

function introspectionRefused() {
  return scopeMissing(`This needs the scope ${API_INTROSPECT}.`, scopeChallenge(API_INTROSPECT)['www-authenticate']);
}

/** The address of the client that sent the token, as the service saw it; believed of whoever may introspect. */
function addressIn(form: Form): string | undefined {
  const text = form.get('client_address');
  if (text === undefined) return undefined;
  const address = canonicalAddress(text);
  if (!address) throw invalidRequest('client_address is not an IPv4 or IPv6 address.');
  return address;
}

function active({ id, publicId, ownerId, ownerName, scopes, issuedAt, expiresAt }: Introspected, issuer: string) {
  return {
    active: true,
    scope: scopes.join(' '),
    client_id: publicId,
    username: ownerName,
    sub: ownerId,
    ...(expiresAt && { exp: inSeconds(expiresAt) }),
    iat: inSeconds(issuedAt),
    token_type: 'Bearer',
    iss: issuer,
    jti: id,
  };
}

/** Rounded down: an end is never told later than it is. */
const inSeconds = (date: Date): number => Math.floor(date.getTime() / 1_000);

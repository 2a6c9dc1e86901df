import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Deps } from '../../context';
import { revokeHeldToken } from '../../features/api-token/api-token.held';
import { readForm, required } from './form';
import { requestContext } from '../request-context';

/**
 * POST /oauth2/revoke (RFC 7009): ends the token for whoever holds it. No client credential is asked for or looked at, and
 * the answer is 200 whatever became of it.
 */
export async function revoke(request: FastifyRequest, reply: FastifyReply, deps: Deps): Promise<FastifyReply> {
  const secret = required(readForm(request.body), 'token');
  await revokeHeldToken(requestContext(request, deps), { secret, leaked: false });
  return reply.send();
}

import type { FastifyInstance } from 'fastify';
import { PUBLISHED_PATTERN } from '../features/api-token/secret';

/** For secret scanners: how credentials look, and how to tell a real one from a text that only looks like it (S2). */
const TOKEN_FORMAT = {
  pattern: PUBLISHED_PATTERN,
  prefixes: {
    sg_api_: 'API token: sent on each call.',
    sg_acc_: 'Access token: exchanged for a session.',
    sg_ses_: 'Session.',
  },
  parts: '<prefix><public id, 16>_<random, 43><checksum, 6>, all in base 62: 0-9, A-Z, a-z.',
  checksum: {
    algorithm: 'CRC-32 (ISO 3309, as in zlib) over the ASCII text before the checksum, as an unsigned number',
    encoding: 'base 62 with the digits 0-9A-Za-z, most significant first, padded on the left with 0 to 6 digits',
  },
  report:
    'Whoever finds one can end it: the mutation revokeHeldToken(input: { secret, leaked: true }) needs no credential.',
};

export function registerTokenFormat(app: FastifyInstance): void {
  app.get('/.well-known/scopegate-token-format', async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=86400').send(TOKEN_FORMAT),
  );
}

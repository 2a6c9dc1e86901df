import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import { searchOf } from '../request-context';
import { secretParameter } from '../secrets-in-url';
import { exchangeToken } from './exchange-token';
import { introspect } from './introspect';
import { invalidRequest, sendOAuthError } from './oauth-error';
import type { RestOptions } from './rest-options';
import { revoke } from './revoke';

/** Bytes: a form holds a token or two. */
const LARGEST_FORM = 65_536;

/**
 * What OAuth clients speak: forms in, RFC 6749's errors out. A scope of its own, so that no other route reads forms, which
 * any page may send without asking (CSRF). Cookies are never read.
 */
export function registerOAuth(app: FastifyInstance, options: RestOptions): void {
  void app.register(async (oauth) => {
    oauth.removeAllContentTypeParsers();
    await oauth.register(formbody, { bodyLimit: LARGEST_FORM, parser: (text) => new URLSearchParams(text) as never });
    oauth.setErrorHandler((error, request, reply) => sendOAuthError(error, request, reply));
    oauth.addHook('onRequest', async (request, reply) => {
      // RFC 6749, 5.1, also for what says only that a token is dead.
      reply.header('cache-control', 'no-store');
      const secret = secretParameter(searchOf(request));
      if (secret)
        throw invalidRequest(`${secret.replace(/[^\w-]/g, '?')} must not be sent in a URL: send it in the form.`);
    });
    oauth.post('/oauth2/introspect', (request, reply) => introspect(request, reply, options));
    oauth.post('/oauth2/revoke', (request, reply) => revoke(request, reply, options.deps));
    oauth.post('/oauth2/token', (request, reply) => exchangeToken(request, reply, options.deps));
  });
}

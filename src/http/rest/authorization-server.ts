import type { FastifyInstance } from 'fastify';
import { BUILT_IN_PERMISSIONS } from '../../access/catalogue';
import type { Config } from '../../config';
import { TOKEN_EXCHANGE } from './oauth-names';

/** GET /.well-known/oauth-authorization-server (RFC 8414): where OAuth clients find what. */
export function registerAuthorizationServer(app: FastifyInstance, { publicUrl }: Config): void {
  const metadata = {
    issuer: publicUrl,
    token_endpoint: `${publicUrl}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['none'],
    // Required by the standard, and there is no authorization endpoint.
    response_types_supported: [],
    grant_types_supported: [TOKEN_EXCHANGE],
    introspection_endpoint: `${publicUrl}/oauth2/introspect`,
    introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'Bearer'],
    revocation_endpoint: `${publicUrl}/oauth2/revoke`,
    revocation_endpoint_auth_methods_supported: ['none'],
    jwks_uri: `${publicUrl}/.well-known/jwks.json`,
    scopes_supported: BUILT_IN_PERMISSIONS.filter(({ grantableToTokens }) => grantableToTokens).map(
      ({ scope }) => scope,
    ),
  };
  app.get('/.well-known/oauth-authorization-server', async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=3600').send(metadata),
  );
}

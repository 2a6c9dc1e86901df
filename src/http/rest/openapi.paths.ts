import type { JsonSchema } from './json-schema';
import { ACCESS_TOKEN, TOKEN_EXCHANGE } from './oauth-names';

const text = { type: 'string' };
const json = (schema: JsonSchema) => ({ content: { 'application/json': { schema } } });
const OAUTH_ERROR = { $ref: '#/components/responses/OAuthError' };
const ERROR = { $ref: '#/components/responses/Error' };

function form(properties: Record<string, JsonSchema>, required: readonly string[]): JsonSchema {
  const schema = { type: 'object', properties, required };
  return { required: true, content: { 'application/x-www-form-urlencoded': { schema } } };
}

function published(summary: string): JsonSchema {
  const responses = { 200: { description: 'The document.', ...json({ type: 'object' }) } };
  return { get: { summary, tags: ['Published'], security: [], responses } };
}

const introspection = {
  type: 'object',
  properties: {
    active: { type: 'boolean' },
    scope: { ...text, description: 'Separated by blanks: of the APIs that the caller introspects for.' },
    client_id: { ...text, description: "The token's public id." },
    username: text,
    sub: { ...text, description: "The owner's id." },
    exp: { type: 'integer' },
    iat: { type: 'integer' },
    token_type: text,
    iss: text,
    jti: { ...text, description: "The token's id." },
  },
  required: ['active'],
};

const identity = ['Subject', 'Account', 'Token', 'Scopes', 'Assertion'].map((name) => [
  `X-Scopegate-${name}`,
  { schema: text },
]);

const forwardAuth = {
  summary: 'Forward-auth: may this request go through?',
  tags: ['Gateways'],
  security: [{ bearer: [] }],
  parameters: [
    {
      name: 'scopes',
      in: 'query',
      description: 'Scopes that are needed together, separated by +; several times: either.',
      schema: { type: 'array', items: text },
    },
    { name: 'any', in: 'query', description: 'Any token will do, whatever its scopes.', schema: { const: '1' } },
  ],
  responses: {
    200: {
      description: 'Yes. Each header is set, empty where there is nothing to say.',
      headers: Object.fromEntries(identity) as JsonSchema,
    },
    401: ERROR,
    403: ERROR,
  },
};

/** What isn't a route of the tokens' life, as it is kept here by hand; a test holds it against the routes that there are. */
export const OTHER_PATHS: Readonly<Record<string, JsonSchema>> = {
  '/oauth2/introspect': {
    post: {
      summary: 'Is a token active, and what may it do? (RFC 7662)',
      description: 'The caller is an API token with api:introspect, sent as Basic, in the form, or as bearer.',
      tags: ['OAuth'],
      security: [{ basic: [] }, { bearer: [] }],
      requestBody: form(
        {
          token: text,
          token_type_hint: text,
          client_address: {
            ...text,
            description: 'Of whoever sent the token; needed for tokens with allowed addresses.',
          },
          client_id: text,
          client_secret: text,
        },
        ['token'],
      ),
      responses: { 200: { description: 'What is known.', ...json(introspection) }, default: OAUTH_ERROR },
    },
  },
  '/oauth2/revoke': {
    post: {
      summary: 'End a token that one holds (RFC 7009)',
      tags: ['OAuth'],
      security: [],
      requestBody: form({ token: text, token_type_hint: text }, ['token']),
      responses: { 200: { description: 'Received; the answer is always the same.' }, default: OAUTH_ERROR },
    },
  },
  '/oauth2/token': {
    post: {
      summary: 'Exchange an access token for a session (RFC 8693)',
      tags: ['OAuth'],
      security: [],
      requestBody: form(
        {
          grant_type: { const: TOKEN_EXCHANGE },
          subject_token: text,
          subject_token_type: { const: ACCESS_TOKEN },
        },
        ['grant_type', 'subject_token', 'subject_token_type'],
      ),
      responses: {
        200: {
          description: 'The session.',
          ...json({
            type: 'object',
            properties: {
              access_token: text,
              issued_token_type: text,
              token_type: { const: 'Bearer' },
              expires_in: { type: 'integer' },
              scope: text,
            },
          }),
        },
        default: OAUTH_ERROR,
      },
    },
  },
  '/auth/verify': { get: forwardAuth },
  '/.well-known/oauth-authorization-server': published('Where OAuth clients find what (RFC 8414)'),
  '/.well-known/jwks.json': published('The keys of assertions (RFC 7517)'),
  '/.well-known/scopegate-token-format': published('How credentials look, for secret scanners'),
  '/api/v1/openapi.json': published('This description'),
  '/api/v1/audit.ndjson': {
    get: {
      summary: 'Export the audit, oldest first, one event a line',
      tags: ['Audit'],
      security: [{ bearer: [] }],
      parameters: [
        ...['actorId', 'actorTokenId', 'action', 'targetType'].map((name) => ({
          name,
          in: 'query',
          schema: { type: 'array', items: text },
        })),
        { name: 'targetId', in: 'query', schema: text },
        ...['since', 'until'].map((name) => ({ name, in: 'query', schema: { ...text, format: 'date-time' } })),
      ],
      responses: {
        200: { description: 'The events.', content: { 'application/x-ndjson': { schema: { type: 'string' } } } },
        default: ERROR,
      },
    },
  },
};

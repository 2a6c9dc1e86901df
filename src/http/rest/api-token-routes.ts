/** A route of the tokens' life, as the GraphQL operation that it stands for: rights, rules, errors and audit are the same. */
export interface ApiTokenRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly url: string;
  /** For people. */
  readonly summary: string;
  readonly document: string;
  /** The type of the mutation's input; undefined for queries. */
  readonly input?: string;
  /** How the input names the token of the address: `id`, or `ids` with that one id. */
  readonly named?: 'id' | 'ids';
  /** Of the input, what the route itself says. */
  readonly fixed?: Readonly<Record<string, unknown>>;
  readonly status: 200 | 201 | 204;
  /** Whether the answer holds a secret. */
  readonly secret?: true;
}

const ROOT = '/api/v1/api-tokens';
const ONE = `${ROOT}/:id`;

const RECORD = `{ id name description kind access scopes effectiveScopes preset { id name } owner { id username }
  createdBy { id username } createdWith { id } status enabled hint allowedAddresses againstPolicy createdAt updatedAt
  expiresAt regeneratedAt overlap { endsAt lastUsedAt lastUsedAddress lastUsedClient } lastUsedAt lastUsedAddress
  lastUsedClient revokedAt revocationReason revocationNote }`;

const mutation = (name: string, input: string, selection: string) =>
  `mutation ($input: ${input}!) { result: ${name}(input: $input) { ${selection} } }`;
const SECRET = `secret apiToken ${RECORD}`;
const PLAIN = `apiToken ${RECORD}`;
const SEVERAL = `affectedCount apiTokens ${RECORD}`;

function changing(
  verb: string,
  name: string,
  input: string,
  more: Pick<ApiTokenRoute, 'summary' | 'fixed'>,
): ApiTokenRoute {
  const document = mutation(name, input, SEVERAL);
  return { method: 'POST', url: `${ONE}/${verb}`, document, input, named: 'ids', status: 200, ...more };
}

export const API_TOKEN_ROUTES: readonly ApiTokenRoute[] = [
  {
    method: 'GET',
    url: ROOT,
    summary: 'List API tokens, with the filters of GraphQL as parameters',
    document: `query ($filter: ApiTokenFilter, $orderBy: [ApiTokenOrder!], $first: Int, $after: String, $last: Int, $before: String) {
      result: apiTokens(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
        nodes ${RECORD} pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    status: 200,
  },
  {
    method: 'GET',
    url: ONE,
    summary: 'Get an API token',
    document: `query ($id: ID!) { result: apiToken(id: $id) ${RECORD} }`,
    named: 'id',
    status: 200,
  },
  {
    method: 'POST',
    url: ROOT,
    summary: 'Create an API token',
    document: mutation('createApiToken', 'CreateApiTokenInput', SECRET),
    input: 'CreateApiTokenInput',
    status: 201,
    secret: true,
  },
  {
    method: 'PATCH',
    url: ONE,
    summary: 'Update an API token: what is left out stays',
    document: mutation('updateApiToken', 'UpdateApiTokenInput', PLAIN),
    input: 'UpdateApiTokenInput',
    named: 'id',
    status: 200,
  },
  {
    method: 'DELETE',
    url: ONE,
    summary: 'Delete an API token',
    document: mutation('deleteApiTokens', 'ApiTokensInput', 'affectedCount'),
    input: 'ApiTokensInput',
    named: 'ids',
    status: 204,
  },
  {
    method: 'POST',
    url: `${ONE}/copy`,
    summary: 'Copy an API token under another name',
    document: mutation('copyApiToken', 'CopyApiTokenInput', SECRET),
    input: 'CopyApiTokenInput',
    named: 'id',
    status: 201,
    secret: true,
  },
  {
    method: 'POST',
    url: `${ONE}/regenerate`,
    summary: 'Give an API token a new secret',
    document: mutation('regenerateApiToken', 'RegenerateApiTokenInput', SECRET),
    input: 'RegenerateApiTokenInput',
    named: 'id',
    status: 200,
    secret: true,
  },
  {
    method: 'POST',
    url: `${ONE}/end-overlap`,
    summary: 'End the old secret of a regenerated API token',
    document: mutation('endApiTokenOverlap', 'ApiTokenInput', PLAIN),
    input: 'ApiTokenInput',
    named: 'id',
    status: 200,
  },
  changing('enable', 'setApiTokensEnabled', 'SetApiTokensEnabledInput', {
    summary: 'Enable an API token',
    fixed: { enabled: true },
  }),
  changing('disable', 'setApiTokensEnabled', 'SetApiTokensEnabledInput', {
    summary: 'Disable an API token',
    fixed: { enabled: false },
  }),
  changing('revoke', 'revokeApiTokens', 'RevokeApiTokensInput', { summary: 'Revoke an API token' }),
  changing('restore', 'restoreApiTokens', 'ApiTokensInput', { summary: 'Restore a revoked API token' }),
];

/** Of an input, what a body may not say: which token it is stands in the address. */
const OF_THE_ADDRESS = { id: ['id'], ids: ['ids', 'filter', 'expectedCount'] } as const;

export function reservedFields({ named, fixed }: ApiTokenRoute): readonly string[] {
  return [...(named ? OF_THE_ADDRESS[named] : []), ...Object.keys(fixed ?? {})];
}

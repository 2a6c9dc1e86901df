import { gql, type GraphQLClient } from 'graphql-request';

/** The operations of the tour, each as a program would keep them. */

export interface Token {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly scopes: readonly string[];
  readonly hint: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
}

export interface WithSecret {
  readonly secret: string;
  readonly apiToken: Token;
}

const TOKEN = gql`
  fragment token on ApiToken {
    id
    name
    status
    scopes
    hint
    expiresAt
    lastUsedAt
  }
`;

export async function logIn(client: GraphQLClient, email: string, password: string): Promise<string> {
  const { logIn: session } = await client.request<{ logIn: { sessionToken: string } }>(
    gql`
      mutation ($input: LogInInput!) {
        logIn(input: $input) {
          sessionToken
        }
      }
    `,
    { input: { email, password } },
  );
  return session.sessionToken;
}

export async function confirmPassword(client: GraphQLClient, password: string): Promise<string> {
  const { confirmPassword: confirmed } = await client.request<{ confirmPassword: { confirmedUntil: string } }>(
    gql`
      mutation ($input: ConfirmPasswordInput!) {
        confirmPassword(input: $input) {
          confirmedUntil
        }
      }
    `,
    { input: { password } },
  );
  return confirmed.confirmedUntil;
}

export async function createRole(client: GraphQLClient, name: string, permissions: readonly string[]): Promise<string> {
  const { createRole: created } = await client.request<{ createRole: { role: { id: string } } }>(
    gql`
      mutation ($input: CreateRoleInput!) {
        createRole(input: $input) {
          role {
            id
          }
        }
      }
    `,
    { input: { name, permissions } },
  );
  return created.role.id;
}

export async function createServiceAccount(client: GraphQLClient, username: string, roleId: string): Promise<string> {
  const { createUser } = await client.request<{ createUser: { user: { id: string } } }>(
    gql`
      mutation ($input: CreateUserInput!) {
        createUser(input: $input) {
          user {
            id
          }
        }
      }
    `,
    { input: { kind: 'SERVICE', username, roleIds: [roleId] } },
  );
  return createUser.user.id;
}

export async function createToken(client: GraphQLClient, input: object): Promise<WithSecret> {
  const { createApiToken } = await client.request<{ createApiToken: WithSecret }>(
    gql`
      mutation ($input: CreateApiTokenInput!) {
        createApiToken(input: $input) {
          secret
          apiToken {
            ...token
          }
        }
      }
      ${TOKEN}
    `,
    { input },
  );
  return createApiToken;
}

export async function copyToken(client: GraphQLClient, id: string, name: string): Promise<WithSecret> {
  const { copyApiToken } = await client.request<{ copyApiToken: WithSecret }>(
    gql`
      mutation ($input: CopyApiTokenInput!) {
        copyApiToken(input: $input) {
          secret
          apiToken {
            ...token
          }
        }
      }
      ${TOKEN}
    `,
    { input: { id, name } },
  );
  return copyApiToken;
}

export async function updateToken(
  client: GraphQLClient,
  input: { id: string } & Record<string, unknown>,
): Promise<Token> {
  const { updateApiToken } = await client.request<{ updateApiToken: { apiToken: Token } }>(
    gql`
      mutation ($input: UpdateApiTokenInput!) {
        updateApiToken(input: $input) {
          apiToken {
            ...token
          }
        }
      }
      ${TOKEN}
    `,
    { input },
  );
  return updateApiToken.apiToken;
}

export async function regenerateToken(client: GraphQLClient, id: string, overlap?: string): Promise<WithSecret> {
  const { regenerateApiToken } = await client.request<{ regenerateApiToken: WithSecret }>(
    gql`
      mutation ($input: RegenerateApiTokenInput!) {
        regenerateApiToken(input: $input) {
          secret
          apiToken {
            ...token
          }
        }
      }
      ${TOKEN}
    `,
    { input: { id, overlap } },
  );
  return regenerateApiToken;
}

export async function endOverlap(client: GraphQLClient, id: string): Promise<void> {
  await client.request(
    gql`
      mutation ($input: ApiTokenInput!) {
        endApiTokenOverlap(input: $input) {
          apiToken {
            id
          }
        }
      }
    `,
    { input: { id } },
  );
}

export async function setEnabled(client: GraphQLClient, id: string, enabled: boolean): Promise<void> {
  await client.request(
    gql`
      mutation ($input: SetApiTokensEnabledInput!) {
        setApiTokensEnabled(input: $input) {
          affectedCount
        }
      }
    `,
    { input: { ids: [id], enabled } },
  );
}

export async function revoke(client: GraphQLClient, id: string, note: string): Promise<void> {
  await client.request(
    gql`
      mutation ($input: RevokeApiTokensInput!) {
        revokeApiTokens(input: $input) {
          affectedCount
        }
      }
    `,
    { input: { ids: [id], note } },
  );
}

export async function restore(client: GraphQLClient, id: string): Promise<Token | undefined> {
  const { restoreApiTokens } = await client.request<{ restoreApiTokens: { apiTokens: Token[] } }>(
    gql`
      mutation ($input: ApiTokensInput!) {
        restoreApiTokens(input: $input) {
          apiTokens {
            ...token
          }
        }
      }
      ${TOKEN}
    `,
    { input: { ids: [id] } },
  );
  return restoreApiTokens.apiTokens[0];
}

export async function deleteTokens(client: GraphQLClient, ids: readonly string[]): Promise<number> {
  const { deleteApiTokens } = await client.request<{ deleteApiTokens: { affectedCount: number } }>(
    gql`
      mutation ($input: ApiTokensInput!) {
        deleteApiTokens(input: $input) {
          affectedCount
        }
      }
    `,
    { input: { ids } },
  );
  return deleteApiTokens.affectedCount;
}

export async function listTokens(client: GraphQLClient, filter?: object): Promise<Token[]> {
  const { apiTokens } = await client.request<{ apiTokens: { nodes: Token[] } }>(
    gql`
      query ($filter: ApiTokenFilter) {
        apiTokens(filter: $filter, orderBy: [{ field: NAME }]) {
          nodes {
            ...token
          }
        }
      }
      ${TOKEN}
    `,
    { filter },
  );
  return apiTokens.nodes;
}

export async function listActions(client: GraphQLClient, targetId: string): Promise<string[]> {
  const { auditEvents } = await client.request<{ auditEvents: { nodes: { action: string }[] } }>(
    gql`
      query ($filter: AuditEventFilter) {
        auditEvents(filter: $filter) {
          nodes {
            action
          }
        }
      }
    `,
    { filter: { targetId } },
  );
  return auditEvents.nodes.map(({ action }) => action);
}

export async function exchange(client: GraphQLClient, email: string, token: string): Promise<string> {
  const { logInWithAccessToken } = await client.request<{ logInWithAccessToken: { sessionToken: string } }>(
    gql`
      mutation ($input: LogInWithAccessTokenInput!) {
        logInWithAccessToken(input: $input) {
          sessionToken
        }
      }
    `,
    { input: { email, token } },
  );
  return logInWithAccessToken.sessionToken;
}

/** What the API teams' own programs would ask for; here it needs roles:read. */
export const LIST_ROLES = gql`
  {
    roles {
      nodes {
        name
        permissions
      }
    }
  }
`;

/** Needs users:read. */
export const LIST_USERS = gql`
  {
    users {
      nodes {
        username
      }
    }
  }
`;

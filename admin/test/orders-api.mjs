/** An API to pick scopes from: guards with alternatives, implications, what only reads, a docs link. */
const SDL = /* GraphQL */ `
  type Query {
    order(id: ID!): Order @requiresScopes(scopes: [["orders:read"]])
    orders(status: String): [Order!]! @requiresScopes(scopes: [["orders:read"], ["orders:manage"]])
    refunds: [Refund!]! @requiresScopes(scopes: [["refunds:read"]])
    customers: [Customer!]! @requiresScopes(scopes: [["customers:read"]])
    greeting: String
  }
  type Mutation {
    cancelOrder(id: ID!): Order @requiresScopes(scopes: [["orders:manage"]])
    refund(id: ID!): Refund @requiresScopes(scopes: [["orders:read", "refunds:manage"], ["orders:admin"]])
  }
  type Order {
    id: ID!
    total: Int!
    customer: Customer @requiresScopes(scopes: [["customers:read"]])
  }
  type Refund {
    id: ID!
    amount: Int!
  }
  type Customer {
    id: ID!
    email: String
  }
`;

const SCOPES = [
  {
    scope: 'orders:read',
    label: 'Read',
    readOnly: true,
    description: 'See orders and what is in them.',
    docsUrl: 'https://docs.example.com/orders#read',
  },
  { scope: 'orders:manage', label: 'Manage', implies: ['orders:read'], description: 'Change and cancel orders.' },
  { scope: 'orders:admin', label: 'Administer', implies: ['orders:manage'] },
  { scope: 'refunds:read', label: 'Read refunds', readOnly: true },
  { scope: 'refunds:manage', label: 'Refund', description: 'Give money back.' },
  { scope: 'customers:read', label: 'Read customers', readOnly: true },
];

export const BEN = { email: 'ben@example.com', password: 'seven green bottles on a wall' };

const idOf = (answer) => Object.values(Object.values(answer)[0])[0].id;

/** Registers it, and makes Ben, who supports customers, and a service account. */
export async function prepareOrders(panel) {
  const { api } = panel;
  const input = { name: 'Orders API', sdl: SDL, scopes: SCOPES };
  await api('mutation ($input: RegisterApiInput!) { registerApi(input: $input) { api { id } } }', { input });
  const permissions = ['api:execute', 'own-api-tokens:manage', 'orders:read', 'customers:read'];
  panel.roleId = await createRole(panel, { name: 'Support', description: 'Answers customers.', permissions });
  panel.benId = await createUser(panel, { username: 'ben', firstName: 'Ben', lastName: 'Ode', ...BEN });
  panel.botId = await createUser(panel, { kind: 'SERVICE', username: 'robot', firstName: 'Deploy', lastName: 'robot' });
}

export const createRole = async ({ api }, input) =>
  idOf(await api('mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }', { input }));

export const createUser = async ({ api, roleId }, input) =>
  idOf(
    await api('mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }', {
      input: { roleIds: [roleId], ...input },
    }),
  );

export const createToken = async ({ api }, input) =>
  (
    await api('mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret apiToken { id } } }', {
      input,
    })
  ).createApiToken;

/** The newest token of that name, as the API has it. */
export async function findToken({ api }, name) {
  const { apiTokens } = await api(
    `query ($search: String) {
      apiTokens(filter: { search: $search }, orderBy: [{ field: CREATED_AT, direction: DESC }]) {
        nodes { id name description kind access scopes enabled expiresAt allowedAddresses updatedAt
          owner { id } preset { name } }
      }
    }`,
    { search: name },
  );
  return apiTokens.nodes.find((token) => token.name === name);
}

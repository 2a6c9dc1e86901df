/** The shop's API. Every root field says who may use it; so does the customer's address, wherever it is reached from. */
export const typeDefs = /* GraphQL */ `
  type Query {
    "What is on sale; anybody may look."
    products: [Product!]! @public
    "Every order. See https://shop.example/docs/orders"
    orders: [Order!]! @requiresScopes(scopes: [["orders:read"]])
    "Money is for bookkeeping, or for whoever may do everything here."
    turnover: Int! @requiresScopes(scopes: [["orders:read", "billing:read"], ["shop:admin"]])
  }

  type Mutation {
    placeOrder(
      product: ID!
      "Taken off by staff only."
      discount: Int @requiresScopes(scopes: [["shop:admin"]])
    ): Order! @requiresScopes(scopes: [["orders:write"]])
  }

  type Product {
    id: ID!
    name: String!
    price: Int!
  }

  type Order {
    id: ID!
    product: Product!
    price: Int!
    customer: Customer!
  }

  type Customer {
    name: String!
    email: Email!
  }

  "Personal data: whatever field returns one, somewhere in the schema, needs the scope."
  scalar Email @requiresScopes(scopes: [["customers:email"]])
`;

/** A library's API, SDL-first. `filter` below lets a reader without the scope see the rest of a book. */
export const typeDefs = /* GraphQL */ `
  type Query {
    books: [Book!]! @public
    loans: [Loan!]! @requiresScopes(scopes: [["loans:read"]])
  }

  type Mutation {
    lend(book: ID!): Loan! @requiresScopes(scopes: [["loans:write"]])
  }

  type Subscription {
    lent: Loan! @requiresScopes(scopes: [["loans:read"]])
  }

  type Book {
    id: ID!
    title: String!
    "What it cost; an answer without the scope has null here and says why."
    cost: Int @requiresScopes(scopes: [["books:cost"]])
  }

  type Loan {
    id: ID!
    book: Book!
  }
`;

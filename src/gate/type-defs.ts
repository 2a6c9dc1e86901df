/** SDL of the three marks and the scalar of their argument (rule 1): add it to the type definitions of an SDL-first schema. */
export const gateTypeDefs = /* GraphQL */ `
  "A scope as RFC 6749 writes it: visible ASCII without quotation mark and backslash."
  scalar Scope

  """
  The operation may select the element when the caller holds every scope of at least one inner list:
  [["a", "b"], ["c"]] means (a AND b) OR c. Several marks on the way, and repeated marks, combine with AND.
  """
  directive @requiresScopes(
    scopes: [[Scope!]!]!
  ) repeatable on OBJECT | INTERFACE | FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | SCALAR | ENUM | ENUM_VALUE

  "Any valid credential will do."
  directive @authenticated on OBJECT | INTERFACE | FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | SCALAR | ENUM | ENUM_VALUE

  "A root field that is open on purpose."
  directive @public on FIELD_DEFINITION
`;

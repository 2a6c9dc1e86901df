import { DirectiveLocation, GraphQLDirective, GraphQLList, GraphQLNonNull } from 'graphql';
import { ScopeScalar } from './scalars';

const ELEMENTS = [
  DirectiveLocation.OBJECT,
  DirectiveLocation.INTERFACE,
  DirectiveLocation.FIELD_DEFINITION,
  DirectiveLocation.ARGUMENT_DEFINITION,
  DirectiveLocation.INPUT_FIELD_DEFINITION,
  DirectiveLocation.SCALAR,
  DirectiveLocation.ENUM,
  DirectiveLocation.ENUM_VALUE,
];

/** The marks of the gate as the schema shows them; graphql/marks.ts puts them on. */
export const directives: GraphQLDirective[] = [
  new GraphQLDirective({
    name: 'requiresScopes',
    description:
      'The operation may select the element when the caller holds every scope of at least one inner list:\n' +
      '[["a", "b"], ["c"]] means (a AND b) OR c. Several marks on the way, and repeated marks, combine with AND.',
    isRepeatable: true,
    locations: ELEMENTS,
    args: {
      scopes: {
        type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(ScopeScalar))))),
      },
    },
  }),
  new GraphQLDirective({ name: 'authenticated', description: 'Any valid credential will do.', locations: ELEMENTS }),
  new GraphQLDirective({
    name: 'requiresLogin',
    description: "Only a person's own log-in: no token, no exchanged session. It counts as a mark.",
    locations: [DirectiveLocation.FIELD_DEFINITION],
  }),
  new GraphQLDirective({
    name: 'public',
    description: 'Deliberately open. A root field without any mark stops the server from starting.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
  }),
];

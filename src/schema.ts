import 'reflect-metadata';
import { type GraphQLSchema, isObjectType, lexicographicSortSchema, specifiedDirectives } from 'graphql';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { buildSchema, type NonEmptyArray } from 'type-graphql';
import { LOGIN_SCOPE } from './access/actor';
import { BUILT_IN_CATALOGUE } from './access/catalogue';
import { AccountResolver } from './features/account/account.resolver';
import { ApiPreviewResolver } from './features/api/api-preview.resolver';
import { ApiResolver } from './features/api/api.resolver';
import { RequiredScopesResolver } from './features/api/required-scopes.resolver';
import { ApiTokenFieldsResolver } from './features/api-token/api-token.fields.resolver';
import { ApiTokenResolver } from './features/api-token/api-token.resolver';
import { AuditResolver } from './features/audit/audit.resolver';
import { CatalogueResolver } from './features/catalogue/catalogue.resolver';
import { NodeResolver } from './features/node/node.resolver';
import { ScopePresetResolver } from './features/preset/preset.resolver';
import { RoleChangeResolver } from './features/role/role-change.resolver';
import { RoleResolver } from './features/role/role.resolver';
import { ViewerTokensResolver } from './features/api-token/viewer-tokens.resolver';
import { ProfileResolver } from './features/session/profile.resolver';
import { SessionResolver } from './features/session/session.resolver';
import { ViewerResolver } from './features/session/viewer.resolver';
import { UserResolver } from './features/user/user.resolver';
import { gateSchema } from './gate';
import { denialError } from './graphql/denial-error';
import { directives } from './graphql/directives';
import { ErrorCodesResolver } from './graphql/error-codes.resolver';
import { DateTimeScalar } from './graphql/scalars';
import { validateInput } from './graphql/validate-input';

/** Every resolver of the API. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- type-graphql's own type of a resolver class
const resolvers: NonEmptyArray<Function> = [
  AccountResolver,
  ApiPreviewResolver,
  ApiResolver,
  ApiTokenFieldsResolver,
  ApiTokenResolver,
  AuditResolver,
  CatalogueResolver,
  ErrorCodesResolver,
  NodeResolver,
  ProfileResolver,
  RequiredScopesResolver,
  RoleChangeResolver,
  RoleResolver,
  ScopePresetResolver,
  SessionResolver,
  UserResolver,
  ViewerResolver,
  ViewerTokensResolver,
];

/** The executable schema without guards: what schema.graphql is printed from. */
export function buildApiSchema(): Promise<GraphQLSchema> {
  return buildSchema({
    resolvers,
    // Named with our own: a list of directives takes the place of GraphQL's own ones, @skip and @include.
    directives: [...specifiedDirectives, ...directives],
    validateFn: validateInput,
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
  });
}

/** The schema that the server runs, behind the gate. @throws when a root field has no mark, or a mark a mistake. */
export async function createSchema(): Promise<GraphQLSchema> {
  const schema = await buildApiSchema();
  return gateSchema(schema, {
    unmarkedRootFields: 'error',
    catalogue: BUILT_IN_CATALOGUE.scopes,
    reserved: [LOGIN_SCOPE],
    guards: loginGuards(schema),
    realm: 'scopegate',
    error: denialError,
  });
}

/** @requiresLogin for the gate: the reserved scope that only a log-in holds. */
function loginGuards(schema: GraphQLSchema): Record<string, string[][]> {
  const guards: Record<string, string[][]> = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const marked = field.astNode?.directives?.some(({ name }) => name.value === 'requiresLogin');
      if (marked) guards[`${type.name}.${field.name}`] = [[LOGIN_SCOPE]];
    }
  }
  return guards;
}

/** The text of schema.graphql: sorted, with directives. */
export async function printApiSchema(): Promise<string> {
  return `${printSchemaWithDirectives(lexicographicSortSchema(await buildApiSchema()))}\n`;
}

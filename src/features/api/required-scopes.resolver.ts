import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { type Context, known } from '../../context';
import { Authenticated } from '../../graphql/marks';
import { RequiredScopesInput } from './api.inputs';
import { RequiredScopes } from './api.types';
import { requiredScopes } from './required-scopes';

@Resolver()
export class RequiredScopesResolver {
  @Query(() => RequiredScopes, {
    description:
      'All minimal sets of scopes that let the document run, and why: per field. With apiId: the same permission as permissionCatalogue.',
  })
  @Authenticated()
  requiredScopes(@Arg('input') input: RequiredScopesInput, @Ctx() context: Context): Promise<RequiredScopes> {
    return requiredScopes(known(context), input);
  }
}

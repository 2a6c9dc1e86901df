import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import { type Context, known } from '../../context';
import { RequiresScopes } from '../../graphql/marks';
import { CATALOGUE_READERS } from './catalogue.readers';
import { listPermissions } from './catalogue.service';
import { PermissionGroup } from './catalogue.types';

@Resolver()
export class CatalogueResolver {
  @Query(() => [PermissionGroup])
  @RequiresScopes(...CATALOGUE_READERS)
  permissionCatalogue(
    @Arg('search', () => String, { nullable: true }) search: string | null | undefined,
    @Ctx() context: Context,
    @Info() { schema }: GraphQLResolveInfo,
  ): Promise<PermissionGroup[]> {
    return listPermissions(known(context), schema, search ?? '');
  }
}

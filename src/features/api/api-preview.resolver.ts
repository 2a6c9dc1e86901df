import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { type Context, known } from '../../context';
import type { Connection } from '../../graphql/connections';
import { RequiresScopes } from '../../graphql/marks';
import { ForwardPageArgs } from '../../graphql/page-args';
import { listAffectedTokens } from '../api-token/api-token.affected';
import type { ApiToken } from '../api-token/api-token.entity';
import { ApiTokenConnection } from '../api-token/api-token.types';
import { RegisterApiInput } from './api.inputs';
import { previewApiChange } from './api.preview';
import { ApiChangePreview } from './api.types';

@Resolver(() => ApiChangePreview)
export class ApiPreviewResolver {
  @Query(() => ApiChangePreview, {
    description: 'What registering would change, and for which tokens. Nothing is written.',
  })
  @RequiresScopes(['apis:manage'])
  previewApiChange(@Arg('input') input: RegisterApiInput, @Ctx() context: Context): Promise<ApiChangePreview> {
    return previewApiChange(known(context), input);
  }

  @FieldResolver(() => Int, { description: 'All of them, also those that the caller may not see.' })
  apiTokenCount(@Root() { affected }: ApiChangePreview): Promise<number> {
    return affected.getCount();
  }

  @FieldResolver(() => ApiTokenConnection, { description: 'Those that the caller may see, newest first.' })
  apiTokens(
    @Root() { affected }: ApiChangePreview,
    @Args() args: ForwardPageArgs,
    @Ctx() context: Context,
  ): Promise<Connection<ApiToken>> {
    return listAffectedTokens(known(context), affected, args);
  }
}

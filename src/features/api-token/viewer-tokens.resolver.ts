import { Args, Ctx, FieldResolver, Resolver } from 'type-graphql';
import { type Context, known } from '../../context';
import type { Connection } from '../../graphql/connections';
import { RequiresScopes } from '../../graphql/marks';
import { Viewer } from '../session/viewer.types';
import { ApiTokenListArgs } from './api-token.args';
import type { ApiToken } from './api-token.entity';
import { listOwnApiTokens } from './api-token.list';
import { ApiTokenConnection } from './api-token.types';

/** The tokens that the viewer owns, also for somebody who sees everybody's. */
@Resolver(() => Viewer)
export class ViewerTokensResolver {
  @FieldResolver(() => ApiTokenConnection)
  @RequiresScopes(['api-tokens:read'], ['own-api-tokens:manage'])
  apiTokens(
    @Args(() => ApiTokenListArgs) args: ApiTokenListArgs,
    @Ctx() context: Context,
  ): Promise<Connection<ApiToken>> {
    return listOwnApiTokens(known(context), args);
  }
}

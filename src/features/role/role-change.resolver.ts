import { Arg, Args, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql';
import { type Context, known } from '../../context';
import type { Connection } from '../../graphql/connections';
import { RequiresScopes } from '../../graphql/marks';
import { ForwardPageArgs } from '../../graphql/page-args';
import { listAffectedTokens } from '../api-token/api-token.affected';
import type { ApiToken } from '../api-token/api-token.entity';
import { ApiTokenConnection } from '../api-token/api-token.types';
import type { User } from '../user/user.entity';
import { UserConnection } from '../user/user.types';
import { countUsedToday, listAffectedUsers, previewRoleChange } from './role-change';
import { RoleChangePreview } from './role-change.types';
import { UpdateRoleInput } from './role.inputs';

@Resolver(() => RoleChangePreview)
export class RoleChangeResolver {
  @Query(() => RoleChangePreview, {
    description: 'Which users and tokens saving this role would take rights from or give rights to.',
  })
  @RequiresScopes(['roles:manage'])
  previewRoleChange(@Arg('input') input: UpdateRoleInput, @Ctx() context: Context): Promise<RoleChangePreview> {
    return previewRoleChange(known(context), input);
  }

  @FieldResolver(() => Int, { description: 'All of them, also those that the caller may not see.' })
  userCount(@Root() { affectedUsers }: RoleChangePreview): Promise<number> {
    return affectedUsers.getCount();
  }

  @FieldResolver(() => UserConnection, { description: 'By user name; none without users:read.' })
  users(
    @Root() { affectedUsers }: RoleChangePreview,
    @Args() args: ForwardPageArgs,
    @Ctx() context: Context,
  ): Promise<Connection<User>> {
    return listAffectedUsers(known(context), affectedUsers, args);
  }

  @FieldResolver(() => Int, { description: 'All of them, also those that the caller may not see.' })
  apiTokenCount(@Root() { affectedTokens }: RoleChangePreview): Promise<number> {
    return affectedTokens.getCount();
  }

  @FieldResolver(() => ApiTokenConnection, { description: 'Those that the caller may see, newest first.' })
  apiTokens(
    @Root() { affectedTokens }: RoleChangePreview,
    @Args() args: ForwardPageArgs,
    @Ctx() context: Context,
  ): Promise<Connection<ApiToken>> {
    return listAffectedTokens(known(context), affectedTokens, args);
  }

  @FieldResolver(() => Int, { description: 'Tokens among them that were used in the last 24 hours.' })
  usedTodayCount(@Root() preview: RoleChangePreview): Promise<number> {
    return countUsedToday(preview);
  }
}

import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type Context, known } from '../../context';
import type { Connection } from '../../graphql/connections';
import { RequiresLogin, RequiresScopes } from '../../graphql/marks';
import { ScopeScalar } from '../../graphql/scalars';
import { change } from '../../graphql/transaction';
import { Role } from '../role/role.entity';
import { loadHeld, loadRoles } from '../role/role.permissions';
import { EndSessionsPayload } from '../session/session.types';
import { endUserSessions, resetUserPassword, resetUserTwoFactor } from './user.credentials';
import { User, UserSummary } from './user.entity';
import {
  CreateUserInput,
  SetUsersEnabledInput,
  UpdateUserInput,
  UserInput,
  UsersArgs,
  UsersInput,
} from './user.inputs';
import { createUser, deleteUsers, setUsersEnabled } from './user.life';
import { listOwnerCandidates, listUsers, loadTokenCount } from './user.list';
import { findUser, updateUser } from './user.service';
import {
  CreateUserPayload,
  DeleteUsersPayload,
  InvitationPayload,
  UserConnection,
  UserPayload,
  UsersPayload,
} from './user.types';

@Resolver(() => User)
export class UserResolver {
  @Query(() => UserConnection)
  @RequiresScopes(['users:read'])
  users(@Args() args: UsersArgs, @Ctx() context: Context): Promise<Connection<User>> {
    return listUsers(known(context), args);
  }

  @Query(() => User, { nullable: true })
  @RequiresScopes(['users:read'])
  user(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<User | null> {
    return findUser(known(context), id);
  }

  @Query(() => [UserSummary], {
    description: 'Users and service accounts that own, make or may own tokens, for auto-complete.',
  })
  @RequiresScopes(['api-tokens:read'])
  ownerCandidates(
    @Arg('search') search: string,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number | null,
    @Ctx() context: Context,
  ): Promise<UserSummary[]> {
    return listOwnerCandidates(known(context), search, first);
  }

  @Mutation(() => CreateUserPayload)
  @RequiresScopes(['users:manage'])
  createUser(@Arg('input') input: CreateUserInput, @Ctx() context: Context): Promise<CreateUserPayload> {
    return createUser(known(context), input);
  }

  @Mutation(() => UserPayload)
  @RequiresScopes(['users:manage'])
  async updateUser(@Arg('input') input: UpdateUserInput, @Ctx() context: Context): Promise<UserPayload> {
    return { user: await change(known(context), (inside) => updateUser(inside, input)) };
  }

  @Mutation(() => UsersPayload)
  @RequiresScopes(['users:manage'])
  async setUsersEnabled(@Arg('input') input: SetUsersEnabledInput, @Ctx() context: Context): Promise<UsersPayload> {
    return { users: await change(known(context), (inside) => setUsersEnabled(inside, input)) };
  }

  @Mutation(() => DeleteUsersPayload)
  @RequiresScopes(['users:manage'])
  deleteUsers(@Arg('input') input: UsersInput, @Ctx() context: Context): Promise<DeleteUsersPayload> {
    return change(known(context), (inside) => deleteUsers(inside, input));
  }

  @Mutation(() => InvitationPayload)
  @RequiresScopes(['users:manage'])
  @RequiresLogin()
  resetUserPassword(@Arg('input') { id }: UserInput, @Ctx() context: Context): Promise<InvitationPayload> {
    return change(known(context), (inside) => resetUserPassword(inside, id));
  }

  @Mutation(() => UserPayload)
  @RequiresScopes(['users:manage'])
  @RequiresLogin()
  async resetUserTwoFactor(@Arg('input') { id }: UserInput, @Ctx() context: Context): Promise<UserPayload> {
    return { user: await change(known(context), (inside) => resetUserTwoFactor(inside, id)) };
  }

  @Mutation(() => EndSessionsPayload)
  @RequiresScopes(['users:manage'])
  @RequiresLogin()
  async endUserSessions(@Arg('input') { id }: UserInput, @Ctx() context: Context): Promise<EndSessionsPayload> {
    return { endedSessions: await change(known(context), (inside) => endUserSessions(inside, id)) };
  }

  @FieldResolver(() => [Role])
  roles(@Root() { id }: User, @Ctx() context: Context): Promise<Role[]> {
    return loadRoles(context, id);
  }

  @FieldResolver(() => [ScopeScalar])
  async permissions(@Root() { id }: User, @Ctx() context: Context): Promise<string[]> {
    return [...(await loadHeld(context, id))].sort();
  }

  @FieldResolver(() => Int)
  apiTokenCount(@Root() { id }: User, @Ctx() context: Context): Promise<number> {
    return loadTokenCount(context, id);
  }
}

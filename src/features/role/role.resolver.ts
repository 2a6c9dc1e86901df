import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type Context, known } from '../../context';
import type { Connection } from '../../graphql/connections';
import { RequiresScopes } from '../../graphql/marks';
import { DeletePayload } from '../../graphql/payloads';
import { ScopeScalar } from '../../graphql/scalars';
import { change } from '../../graphql/transaction';
import { Role } from './role.entity';
import { CreateRoleInput, RolesArgs, RolesInput, UpdateRoleInput } from './role.inputs';
import { listRoles, loadUserCount } from './role.list';
import { listedIn } from './role.permissions';
import { createRole, deleteRoles, findRole, updateRole } from './role.service';
import { RoleConnection, RolePayload } from './role.types';

@Resolver(() => Role)
export class RoleResolver {
  @Query(() => RoleConnection)
  @RequiresScopes(['roles:read'])
  roles(@Args() args: RolesArgs, @Ctx() context: Context): Promise<Connection<Role>> {
    return listRoles(known(context), args);
  }

  @Query(() => Role, { nullable: true })
  @RequiresScopes(['roles:read'])
  role(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<Role | null> {
    return findRole(known(context), id);
  }

  @Mutation(() => RolePayload)
  @RequiresScopes(['roles:manage'])
  async createRole(@Arg('input') input: CreateRoleInput, @Ctx() context: Context): Promise<RolePayload> {
    return { role: await change(known(context), (inside) => createRole(inside, input)) };
  }

  @Mutation(() => RolePayload)
  @RequiresScopes(['roles:manage'])
  async updateRole(@Arg('input') input: UpdateRoleInput, @Ctx() context: Context): Promise<RolePayload> {
    return { role: await change(known(context), (inside) => updateRole(inside, input)) };
  }

  @Mutation(() => DeletePayload)
  @RequiresScopes(['roles:manage'])
  async deleteRoles(@Arg('input') input: RolesInput, @Ctx() context: Context): Promise<DeletePayload> {
    return { deletedIds: await change(known(context), (inside) => deleteRoles(inside, input)) };
  }

  @FieldResolver(() => [ScopeScalar])
  permissions(@Root() role: Role, @Ctx() context: Context): readonly string[] {
    return [...listedIn(context, role)].sort();
  }

  @FieldResolver(() => Int)
  @RequiresScopes(['roles:read'])
  userCount(@Root() { id }: Role, @Ctx() context: Context): Promise<number> {
    return loadUserCount(context, id);
  }
}

import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type Context, known } from '../../context';
import { RequiresLogin, RequiresScopes } from '../../graphql/marks';
import { DeletePayload } from '../../graphql/payloads';
import { change } from '../../graphql/transaction';
import { PermissionInfo } from '../catalogue/catalogue.types';
import { type User, UserSummary } from '../user/user.entity';
import { Api } from './api.entity';
import { ApiInput, RegisterApiInput } from './api.inputs';
import { loadIntrospectors } from './api.introspectors';
import { loadPermissions } from './api.permissions';
import { deleteApi, registerApi } from './api.service';
import { findApi, listApis } from './api.state';
import { loadSdl } from './api.stored';
import { ApiPayload } from './api.types';

@Resolver(() => Api)
export class ApiResolver {
  @Query(() => [Api])
  @RequiresScopes(['apis:read'])
  apis(@Ctx() context: Context): Promise<Api[]> {
    return listApis(known(context));
  }

  @Query(() => Api, { nullable: true })
  @RequiresScopes(['apis:read'])
  api(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<Api | null> {
    return findApi(known(context), id);
  }

  @Mutation(() => ApiPayload, { description: 'Creates the API, or replaces the SDL of the API of that name.' })
  @RequiresScopes(['apis:manage'])
  @RequiresLogin()
  async registerApi(@Arg('input') input: RegisterApiInput, @Ctx() context: Context): Promise<ApiPayload> {
    return { api: await registerApi(known(context), input) };
  }

  @Mutation(() => DeletePayload)
  @RequiresScopes(['apis:manage'])
  @RequiresLogin()
  async deleteApi(@Arg('input') { id }: ApiInput, @Ctx() context: Context): Promise<DeletePayload> {
    return { deletedIds: await change(known(context), (inside) => deleteApi(inside, id)) };
  }

  @FieldResolver(() => String)
  @RequiresScopes(['apis:read'])
  sdl(@Root() api: Api, @Ctx() context: Context): Promise<string> {
    return loadSdl(context, api);
  }

  @FieldResolver(() => [PermissionInfo])
  scopes(@Root() api: Api, @Ctx() context: Context): Promise<PermissionInfo[]> {
    return loadPermissions(context, api);
  }

  @FieldResolver(() => [UserSummary], { description: 'Service accounts that may introspect tokens for it.' })
  @RequiresScopes(['apis:read'])
  introspectors(@Root() { id }: Api, @Ctx() context: Context): Promise<User[]> {
    return loadIntrospectors(context, id);
  }
}

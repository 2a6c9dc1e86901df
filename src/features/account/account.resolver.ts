import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { type Context, known } from '../../context';
import { Authenticated, RequiresLogin, RequiresScopes } from '../../graphql/marks';
import { change } from '../../graphql/transaction';
import { Account } from './account.entity';
import { UpdateAccountInput } from './account.inputs';
import { getAccount } from './account.service';
import { AccountPayload, RotateWebhookSecretPayload } from './account.types';
import { rotateWebhookSecret, updateAccount } from './account.update';

@Resolver(() => Account)
export class AccountResolver {
  @Query(() => Account)
  @Authenticated()
  account(@Ctx() context: Context): Promise<Account> {
    return getAccount(known(context));
  }

  @Mutation(() => AccountPayload)
  @RequiresScopes(['account:manage'])
  @RequiresLogin()
  async updateAccount(@Arg('input') input: UpdateAccountInput, @Ctx() context: Context): Promise<AccountPayload> {
    return { account: await change(known(context), (inside) => updateAccount(inside, input)) };
  }

  @Mutation(() => RotateWebhookSecretPayload)
  @RequiresScopes(['account:manage'])
  @RequiresLogin()
  async rotateWebhookSecret(@Ctx() context: Context): Promise<RotateWebhookSecretPayload> {
    return { secret: await change(known(context), rotateWebhookSecret) };
  }
}

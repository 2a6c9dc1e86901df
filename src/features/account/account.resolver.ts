import { Ctx, Query, Resolver } from 'type-graphql';
import { type Context, known } from '../../context';
import { Authenticated } from '../../graphql/marks';
import { Account } from './account.entity';
import { getAccount } from './account.service';

@Resolver(() => Account)
export class AccountResolver {
  @Query(() => Account)
  @Authenticated()
  account(@Ctx() context: Context): Promise<Account> {
    return getAccount(known(context));
  }
}

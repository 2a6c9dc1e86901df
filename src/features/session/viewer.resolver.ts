import { Ctx, FieldResolver, Query, Resolver } from 'type-graphql';
import { heldScopes } from '../../access/actor';
import { type Context, known } from '../../context';
import { Public, RequiresLogin } from '../../graphql/marks';
import { DateTimeScalar, ScopeScalar } from '../../graphql/scalars';
import { Account } from '../account/account.entity';
import { getAccount } from '../account/account.service';
import { User } from '../user/user.entity';
import { getUser } from '../user/user.service';
import { ApiToken } from '../api-token/api-token.entity';
import { Session } from './session.entity';
import { findTokenOfRequest, listSessions } from './session.service';
import { Viewer } from './viewer.types';

@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, { nullable: true, description: 'Null without a credential.' })
  @Public()
  viewer(@Ctx() { actor }: Context): Viewer | null {
    return actor.authenticated ? { id: actor.userId } : null;
  }

  @FieldResolver(() => User)
  user(@Ctx() context: Context): Promise<User> {
    const { actor } = known(context);
    return getUser(known(context), actor.userId);
  }

  @FieldResolver(() => Account)
  account(@Ctx() context: Context): Promise<Account> {
    return getAccount(known(context));
  }

  @FieldResolver(() => [ScopeScalar], {
    description: 'What this request may do: scopes of the credential ∩ permissions of the user, now.',
  })
  scopes(@Ctx() { actor }: Context): string[] {
    return heldScopes(actor);
  }

  @FieldResolver(() => DateTimeScalar, { nullable: true })
  passwordConfirmedUntil(@Ctx() { actor }: Context): Date | null {
    const until = actor.authenticated ? actor.confirmedUntil : undefined;
    return until && until > new Date() ? until : null;
  }

  @FieldResolver(() => ApiToken, { nullable: true, description: "Null for a person's own log-in." })
  apiToken(@Ctx() context: Context): Promise<ApiToken | null> {
    return findTokenOfRequest(known(context));
  }

  @FieldResolver(() => [Session])
  @RequiresLogin()
  sessions(@Ctx() context: Context): Promise<Session[]> {
    return listSessions(known(context));
  }
}

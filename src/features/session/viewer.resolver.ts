import { Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver } from 'type-graphql';
import { heldScopes } from '../../access/actor';
import { type Context, known } from '../../context';
import { Public } from '../../graphql/marks';
import { DateTimeScalar, ScopeScalar } from '../../graphql/scalars';
import { Account } from '../account/account.entity';
import { getAccount } from '../account/account.service';
import { User } from '../user/user.entity';
import { getUser } from '../user/user.service';

/** The known actor as it sees itself. Everything follows from the context. */
@ObjectType()
export class Viewer {
  @Field(() => ID)
  id!: string;
}

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
}

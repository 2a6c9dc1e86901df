import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { type Context, known } from '../../context';
import { Authenticated, Public, RequiresLogin } from '../../graphql/marks';
import { confirmPassword } from './confirmation.service';
import { logInWithAccessToken } from './exchange.service';
import { logIn, welcome } from './log-in.service';
import { acceptInvitation } from './password.service';
import { Session } from './session.entity';
import {
  AcceptInvitationInput,
  ConfirmPasswordInput,
  EndSessionsInput,
  LogInInput,
  LogInWithAccessTokenInput,
} from './session.inputs';
import { endSessions, logOut } from './session.service';
import { ConfirmPasswordPayload, EndSessionsPayload, LogInPayload, LogOutPayload } from './session.types';

@Resolver(() => Session)
export class SessionResolver {
  @Mutation(() => LogInPayload)
  @Public()
  async logIn(@Arg('input') input: LogInInput, @Ctx() context: Context): Promise<LogInPayload> {
    return welcome(context, await logIn(context, input));
  }

  @Mutation(() => LogInPayload)
  @Public()
  async logInWithAccessToken(
    @Arg('input') input: LogInWithAccessTokenInput,
    @Ctx() context: Context,
  ): Promise<LogInPayload> {
    return welcome(context, await logInWithAccessToken(context, input));
  }

  @Mutation(() => LogInPayload, {
    description:
      'Takes an invitation or reset link; with second factor its code is needed too; ends all other sessions.',
  })
  @Public()
  async acceptInvitation(@Arg('input') input: AcceptInvitationInput, @Ctx() context: Context): Promise<LogInPayload> {
    return welcome(context, await acceptInvitation(context, input));
  }

  @Mutation(() => LogOutPayload)
  @Authenticated()
  async logOut(@Ctx() context: Context): Promise<LogOutPayload> {
    return { loggedOut: await logOut(known(context)) };
  }

  @Mutation(() => ConfirmPasswordPayload)
  @RequiresLogin()
  async confirmPassword(
    @Arg('input') input: ConfirmPasswordInput,
    @Ctx() context: Context,
  ): Promise<ConfirmPasswordPayload> {
    return { confirmedUntil: await confirmPassword(known(context), input) };
  }

  @Mutation(() => EndSessionsPayload)
  @RequiresLogin()
  async endSessions(@Arg('input') { ids }: EndSessionsInput, @Ctx() context: Context): Promise<EndSessionsPayload> {
    return { endedSessions: await endSessions(known(context), ids) };
  }

  @FieldResolver(() => Boolean)
  current(@Root() { id }: Session, @Ctx() { actor }: Context): boolean {
    return actor.authenticated && actor.sessionId === id;
  }
}

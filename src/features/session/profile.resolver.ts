import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { type Context, known } from '../../context';
import { Public, RequiresLogin } from '../../graphql/marks';
import { UserPayload } from '../user/user.types';
import { changeEmail, confirmEmail } from './email.service';
import { changePassword } from './password.service';
import { updateProfile } from './profile.service';
import { requestPasswordReset } from './reset.service';
import {
  ChangeEmailInput,
  ChangePasswordInput,
  ConfirmEmailInput,
  DisableTwoFactorInput,
  EnableTwoFactorInput,
  RequestPasswordResetInput,
  UpdateProfileInput,
} from './session.inputs';
import {
  ChangeEmailPayload,
  ChangePasswordPayload,
  DisableTwoFactorPayload,
  EnableTwoFactorPayload,
  RequestPasswordResetPayload,
  StartTwoFactorPayload,
} from './session.types';
import { disableTwoFactor, enableTwoFactor, startTwoFactor } from './two-factor.service';

/** What people change about themselves. */
@Resolver()
export class ProfileResolver {
  @Mutation(() => RequestPasswordResetPayload, {
    description: 'Sends a link if the address is known; the answer is always the same.',
  })
  @Public()
  async requestPasswordReset(
    @Arg('input') input: RequestPasswordResetInput,
    @Ctx() context: Context,
  ): Promise<RequestPasswordResetPayload> {
    return { received: await requestPasswordReset(context, input) };
  }

  @Mutation(() => ChangePasswordPayload)
  @RequiresLogin()
  async changePassword(
    @Arg('input') input: ChangePasswordInput,
    @Ctx() context: Context,
  ): Promise<ChangePasswordPayload> {
    return { endedSessions: await changePassword(known(context), input) };
  }

  @Mutation(() => UserPayload)
  @RequiresLogin()
  async updateProfile(@Arg('input') input: UpdateProfileInput, @Ctx() context: Context): Promise<UserPayload> {
    return { user: await updateProfile(known(context), input) };
  }

  @Mutation(() => ChangeEmailPayload, {
    description: 'Sends a link to the new address and a notice to the old; takes effect when the link is used.',
  })
  @RequiresLogin()
  async changeEmail(@Arg('input') input: ChangeEmailInput, @Ctx() context: Context): Promise<ChangeEmailPayload> {
    return { sent: await changeEmail(known(context), input) };
  }

  @Mutation(() => UserPayload)
  @Public()
  async confirmEmail(@Arg('input') input: ConfirmEmailInput, @Ctx() context: Context): Promise<UserPayload> {
    return { user: await confirmEmail(context, input) };
  }

  @Mutation(() => StartTwoFactorPayload)
  @RequiresLogin()
  startTwoFactor(@Ctx() context: Context): Promise<StartTwoFactorPayload> {
    return startTwoFactor(known(context));
  }

  @Mutation(() => EnableTwoFactorPayload)
  @RequiresLogin()
  enableTwoFactor(
    @Arg('input') { oneTimeCode }: EnableTwoFactorInput,
    @Ctx() context: Context,
  ): Promise<EnableTwoFactorPayload> {
    return enableTwoFactor(known(context), oneTimeCode);
  }

  @Mutation(() => DisableTwoFactorPayload)
  @RequiresLogin()
  async disableTwoFactor(
    @Arg('input') { oneTimeCode }: DisableTwoFactorInput,
    @Ctx() context: Context,
  ): Promise<DisableTwoFactorPayload> {
    return { user: await disableTwoFactor(known(context), oneTimeCode) };
  }
}

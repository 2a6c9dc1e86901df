import { ArrayMaxSize, MaxLength } from 'class-validator';
import { Field, ID, InputType } from 'type-graphql';
import { MOST_IDS } from '../../graphql/ids';
import { EmailAddressScalar } from '../../graphql/scalars';
import { IsName, IsOptionalName } from '../../graphql/text-rules';
import { NullAllowed } from '../../graphql/validate-input';

/** What a column of an address holds (RFC 5321, 4.5.3.1.3). */
const LONGEST_EMAIL = 254;
/** Password policy counts bytes; this only keeps nonsense out. */
const LONGEST_PASSWORD = 1_024;
const LONGEST_CODE = 64;
const LONGEST_SLUG = 63;
const LONGEST_SECRET = 200;

@InputType({ description: 'account may be left out while the server has only one.' })
export class LogInInput {
  @Field(() => String, { nullable: true })
  @MaxLength(LONGEST_SLUG)
  @NullAllowed()
  account?: string | null;

  @Field(() => EmailAddressScalar)
  @MaxLength(LONGEST_EMAIL)
  email!: string;

  @Field(() => String)
  @MaxLength(LONGEST_PASSWORD)
  password!: string;

  @Field(() => String, { nullable: true })
  @MaxLength(LONGEST_CODE)
  @NullAllowed()
  oneTimeCode?: string | null;
}

@InputType()
export class LogInWithAccessTokenInput {
  @Field(() => String, { nullable: true })
  @MaxLength(LONGEST_SLUG)
  @NullAllowed()
  account?: string | null;

  @Field(() => EmailAddressScalar)
  @MaxLength(LONGEST_EMAIL)
  email!: string;

  @Field(() => String)
  @MaxLength(LONGEST_SECRET)
  token!: string;
}

@InputType()
export class RequestPasswordResetInput {
  @Field(() => String, { nullable: true })
  @MaxLength(LONGEST_SLUG)
  @NullAllowed()
  account?: string | null;

  @Field(() => EmailAddressScalar)
  @MaxLength(LONGEST_EMAIL)
  email!: string;
}

@InputType()
export class AcceptInvitationInput {
  @Field(() => String)
  @MaxLength(LONGEST_SECRET)
  token!: string;

  @Field(() => String)
  @MaxLength(LONGEST_PASSWORD)
  password!: string;

  @Field(() => String, { nullable: true })
  @MaxLength(LONGEST_CODE)
  @NullAllowed()
  oneTimeCode?: string | null;
}

@InputType()
export class ConfirmPasswordInput {
  @Field(() => String)
  @MaxLength(LONGEST_PASSWORD)
  password!: string;

  @Field(() => String, { nullable: true })
  @MaxLength(LONGEST_CODE)
  @NullAllowed()
  oneTimeCode?: string | null;
}

@InputType()
export class ChangePasswordInput {
  @Field(() => String)
  @MaxLength(LONGEST_PASSWORD)
  currentPassword!: string;

  @Field(() => String)
  @MaxLength(LONGEST_PASSWORD)
  newPassword!: string;
}

@InputType()
export class UpdateProfileInput {
  @Field(() => String, { nullable: true })
  @IsName()
  username?: string;

  @Field(() => String, { nullable: true })
  @IsOptionalName()
  firstName?: string;

  @Field(() => String, { nullable: true })
  @IsOptionalName()
  lastName?: string;
}

@InputType()
export class ChangeEmailInput {
  @Field(() => EmailAddressScalar)
  @MaxLength(LONGEST_EMAIL)
  email!: string;
}

@InputType()
export class ConfirmEmailInput {
  @Field(() => String)
  @MaxLength(LONGEST_SECRET)
  token!: string;
}

@InputType()
export class EnableTwoFactorInput {
  @Field(() => String)
  @MaxLength(LONGEST_CODE)
  oneTimeCode!: string;
}

@InputType()
export class DisableTwoFactorInput {
  @Field(() => String)
  @MaxLength(LONGEST_CODE)
  oneTimeCode!: string;
}

@InputType({ description: 'Left out: all but this one.' })
export class EndSessionsInput {
  @Field(() => [ID], { nullable: true })
  @ArrayMaxSize(MOST_IDS)
  ids?: string[];
}

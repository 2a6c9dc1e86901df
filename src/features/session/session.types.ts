import { Field, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../graphql/scalars';
import { User } from '../user/user.entity';
import { Viewer } from './viewer.types';

@ObjectType({
  simpleResolvers: true,
  description: "The panel's own origin gets the session as a HttpOnly cookie instead of sessionToken.",
})
export class LogInPayload {
  @Field(() => Viewer)
  viewer!: Viewer;

  @Field(() => String, { nullable: true })
  sessionToken!: string | null;

  @Field(() => DateTimeScalar)
  expiresAt!: Date;
}

@ObjectType({ simpleResolvers: true })
export class LogOutPayload {
  @Field(() => Boolean)
  loggedOut!: boolean;
}

@ObjectType({ simpleResolvers: true })
export class RequestPasswordResetPayload {
  @Field(() => Boolean)
  received!: boolean;
}

@ObjectType({ simpleResolvers: true })
export class ConfirmPasswordPayload {
  @Field(() => DateTimeScalar)
  confirmedUntil!: Date;
}

@ObjectType({ simpleResolvers: true })
export class ChangePasswordPayload {
  @Field(() => Int)
  endedSessions!: number;
}

@ObjectType({ simpleResolvers: true })
export class ChangeEmailPayload {
  @Field(() => Boolean)
  sent!: boolean;
}

@ObjectType({ simpleResolvers: true })
export class StartTwoFactorPayload {
  @Field(() => String)
  secret!: string;

  @Field(() => String)
  uri!: string;
}

@ObjectType({ simpleResolvers: true })
export class EnableTwoFactorPayload {
  @Field(() => User)
  user!: User;

  @Field(() => [String])
  recoveryCodes!: string[];
}

@ObjectType({ simpleResolvers: true })
export class DisableTwoFactorPayload {
  @Field(() => User)
  user!: User;
}

@ObjectType({ simpleResolvers: true })
export class EndSessionsPayload {
  @Field(() => Int)
  endedSessions!: number;
}

import { MaxLength } from 'class-validator';
import { Field, InputType } from 'type-graphql';
import { EmailAddressScalar } from '../../graphql/scalars';

@InputType()
export class LogInInput {
  @Field(() => String, { nullable: true })
  @MaxLength(63)
  account?: string | null;

  @Field(() => EmailAddressScalar)
  @MaxLength(254)
  email!: string;

  @Field(() => String)
  @MaxLength(1_024)
  password!: string;

  @Field(() => String, { nullable: true })
  @MaxLength(64)
  oneTimeCode?: string | null;
}

@InputType()
export class ConfirmPasswordInput {
  @Field(() => String)
  @MaxLength(1_024)
  password!: string;

  @Field(() => String, { nullable: true })
  @MaxLength(64)
  oneTimeCode?: string | null;
}

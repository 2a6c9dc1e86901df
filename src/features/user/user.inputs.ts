import { Allow, ArrayMaxSize, MaxLength, ValidateNested } from 'class-validator';
import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql';
import { MOST_IDS } from '../../graphql/ids';
import { OrderDirection } from '../../graphql/order-direction';
import { PageArgs } from '../../graphql/page-args';
import { DateTimeScalar, EmailAddressScalar } from '../../graphql/scalars';
import { IsName, IsOptionalName } from '../../graphql/text-rules';
import { NullAllowed } from '../../graphql/validate-input';
import { UserKind } from './user.entity';

export enum UserOrderField {
  NAME = 'NAME',
  EMAIL = 'EMAIL',
  CREATED_AT = 'CREATED_AT',
  LAST_LOGIN_AT = 'LAST_LOGIN_AT',
}
registerEnumType(UserOrderField, {
  name: 'UserOrderField',
  description:
    'NAME is the user name. Service accounts have no e-mail and come first by EMAIL; never logged in is earlier than every date.',
});

@InputType()
export class UserOrder {
  @Field(() => UserOrderField)
  @Allow()
  field!: UserOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC })
  direction!: OrderDirection;
}

@InputType({ description: 'Every condition given must hold. An empty list matches nothing.' })
export class UserFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Each typed word, taken literally, stands somewhere in the e-mail, user, first or last name.',
  })
  @MaxLength(200)
  search?: string;

  @Field(() => [ID], { nullable: true })
  @ArrayMaxSize(MOST_IDS)
  ids?: string[];

  @Field(() => [ID], { nullable: true })
  @ArrayMaxSize(MOST_IDS)
  roleIds?: string[];

  @Field(() => [UserKind], { nullable: true })
  @ArrayMaxSize(MOST_IDS)
  kinds?: UserKind[];

  @Field(() => Boolean, { nullable: true })
  enabled?: boolean;
}

@ArgsType()
export class UsersArgs extends PageArgs {
  @Field(() => UserFilter, { nullable: true })
  @NullAllowed()
  @ValidateNested()
  filter?: UserFilter | null;

  @Field(() => [UserOrder], { nullable: true })
  @NullAllowed()
  @ValidateNested({ each: true })
  orderBy?: UserOrder[] | null;
}

@InputType()
export class CreateUserInput {
  @Field(() => UserKind, { defaultValue: UserKind.PERSON })
  kind!: UserKind;

  @Field(() => EmailAddressScalar, { nullable: true })
  @MaxLength(254)
  email?: string;

  @Field(() => String)
  @IsName()
  username!: string;

  @Field(() => String, { nullable: true })
  @IsOptionalName()
  firstName?: string;

  @Field(() => String, { nullable: true })
  @IsOptionalName()
  lastName?: string;

  @Field(() => [ID])
  @ArrayMaxSize(MOST_IDS)
  roleIds!: string[];

  @Field(() => String, {
    nullable: true,
    description: 'Left out: the answer holds a link to set one. A person can be created only in a log-in session.',
  })
  @MaxLength(1_024)
  password?: string;
}

@InputType()
export class UpdateUserInput {
  @Field(() => ID)
  id!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The updatedAt that the editor saw; another one is CONFLICT.',
  })
  expectedUpdatedAt?: Date;

  @Field(() => EmailAddressScalar, { nullable: true })
  @MaxLength(254)
  email?: string;

  @Field(() => String, { nullable: true })
  @IsName()
  username?: string;

  @Field(() => String, { nullable: true })
  @IsOptionalName()
  firstName?: string;

  @Field(() => String, { nullable: true })
  @IsOptionalName()
  lastName?: string;

  @Field(() => [ID], { nullable: true })
  @ArrayMaxSize(MOST_IDS)
  roleIds?: string[];
}

@InputType()
export class UserInput {
  @Field(() => ID)
  @Allow()
  id!: string;
}

@InputType()
export class UsersInput {
  @Field(() => [ID])
  @ArrayMaxSize(MOST_IDS)
  ids!: string[];
}

@InputType()
export class SetUsersEnabledInput extends UsersInput {
  @Field(() => Boolean)
  enabled!: boolean;
}

import { Allow, ArrayMaxSize, MaxLength, ValidateNested } from 'class-validator';
import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql';
import { MOST_IDS } from '../../graphql/ids';
import { OrderDirection } from '../../graphql/order-direction';
import { PageArgs } from '../../graphql/page-args';
import { DateTimeScalar, ScopeScalar } from '../../graphql/scalars';
import { IsDescription, IsName } from '../../graphql/text-rules';
import { NullAllowed } from '../../graphql/validate-input';

/** More permissions than any catalogue is meant to have. */
export const MOST_SCOPES = 5_000;

export enum RoleOrderField {
  NAME = 'NAME',
  USER_COUNT = 'USER_COUNT',
}
registerEnumType(RoleOrderField, { name: 'RoleOrderField' });

@InputType()
export class RoleOrder {
  @Field(() => RoleOrderField)
  @Allow()
  field!: RoleOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC })
  direction!: OrderDirection;
}

/** Every condition given must hold. An empty list matches nothing. */
@InputType()
export class RoleFilter {
  @Field(() => String, {
    nullable: true,
    description: 'Each typed word, taken literally, stands somewhere in the name or description.',
  })
  @MaxLength(200)
  search?: string;

  @Field(() => [ID], { nullable: true })
  @ArrayMaxSize(MOST_IDS)
  ids?: string[];

  @Field(() => Boolean, { nullable: true })
  builtIn?: boolean;
}

@ArgsType()
export class RolesArgs extends PageArgs {
  @Field(() => RoleFilter, { nullable: true })
  @NullAllowed()
  @ValidateNested()
  filter?: RoleFilter | null;

  @Field(() => [RoleOrder], { nullable: true })
  @NullAllowed()
  @ValidateNested({ each: true })
  orderBy?: RoleOrder[] | null;
}

@InputType()
export class CreateRoleInput {
  @Field(() => String)
  @IsName()
  name!: string;

  @Field(() => String, { nullable: true })
  @IsDescription()
  description?: string;

  @Field(() => [ScopeScalar])
  @ArrayMaxSize(MOST_SCOPES)
  permissions!: string[];
}

@InputType()
export class UpdateRoleInput {
  @Field(() => ID)
  id!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The updatedAt that the editor saw; another one is CONFLICT.',
  })
  expectedUpdatedAt?: Date;

  @Field(() => String, { nullable: true })
  @IsName()
  name?: string;

  @Field(() => String, { nullable: true })
  @IsDescription()
  description?: string;

  @Field(() => [ScopeScalar], { nullable: true })
  @ArrayMaxSize(MOST_SCOPES)
  permissions?: string[];
}

@InputType()
export class RolesInput {
  @Field(() => [ID])
  @ArrayMaxSize(MOST_IDS)
  ids!: string[];
}

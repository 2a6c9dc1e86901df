import { Allow, ArrayMaxSize, Max, MaxLength, Min } from 'class-validator';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { MOST_IDS } from '../../graphql/ids';
import { OrderDirection } from '../../graphql/order-direction';
import { DateTimeScalar, ScopeScalar } from '../../graphql/scalars';
import { ApiTokenAccess, ApiTokenKind, ApiTokenStatus } from './api-token.entity';

export enum ApiTokenOrderField {
  NAME = 'NAME',
  OWNER = 'OWNER',
  CREATED_BY = 'CREATED_BY',
  STATUS = 'STATUS',
  CREATED_AT = 'CREATED_AT',
  EXPIRES_AT = 'EXPIRES_AT',
  LAST_USED_AT = 'LAST_USED_AT',
}
registerEnumType(ApiTokenOrderField, {
  name: 'ApiTokenOrderField',
  description: 'OWNER and CREATED_BY sort by user name; STATUS by revoked, expired, disabled, active.',
});

@InputType()
export class ApiTokenOrder {
  @Field(() => ApiTokenOrderField)
  @Allow()
  field!: ApiTokenOrderField;

  @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC })
  direction!: OrderDirection;
}

/** Every condition given must hold (L2). An empty list matches nothing. */
@InputType()
export class ApiTokenFilter {
  @Field(() => String, { nullable: true })
  @MaxLength(200)
  search?: string;

  @Field(() => [ID], { nullable: true })
  @ArrayMaxSize(MOST_IDS)
  ids?: string[];

  @Field(() => [ID], { nullable: true })
  @ArrayMaxSize(MOST_IDS)
  ownerIds?: string[];

  @Field(() => [ID], { nullable: true })
  @ArrayMaxSize(MOST_IDS)
  createdByIds?: string[];

  @Field(() => [ApiTokenStatus], { nullable: true })
  statuses?: ApiTokenStatus[];

  @Field(() => [ApiTokenKind], { nullable: true })
  kinds?: ApiTokenKind[];

  @Field(() => [ApiTokenAccess], { nullable: true })
  access?: ApiTokenAccess[];

  @Field(() => ScopeScalar, { nullable: true })
  scope?: string;

  @Field(() => DateTimeScalar, { nullable: true })
  expiresBefore?: Date;

  @Field(() => DateTimeScalar, { nullable: true })
  expiresAfter?: Date;

  @Field(() => Int, { nullable: true, description: 'From now, not yet expired.' })
  @Min(0)
  @Max(100_000)
  expiresWithinDays?: number;

  @Field(() => DateTimeScalar, { nullable: true })
  createdBefore?: Date;

  @Field(() => DateTimeScalar, { nullable: true })
  createdAfter?: Date;

  @Field(() => DateTimeScalar, { nullable: true })
  lastUsedBefore?: Date;

  @Field(() => DateTimeScalar, { nullable: true })
  lastUsedAfter?: Date;

  @Field(() => Boolean, { nullable: true })
  neverUsed?: boolean;

  @Field(() => Boolean, { nullable: true })
  againstPolicy?: boolean;
}

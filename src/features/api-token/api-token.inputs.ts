import { Allow, ArrayMaxSize, ArrayMinSize, IsInt, IsOptional, MaxLength, Min, ValidateNested } from 'class-validator';
import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql';
import { LARGEST_PAGE } from '../../graphql/connections';
import { MOST_IDS } from '../../graphql/ids';
import { AddressRangeScalar, DateTimeScalar, DurationScalar, ScopeScalar } from '../../graphql/scalars';
import { IsDescription, IsName } from '../../graphql/text-rules';
import { NullAllowed } from '../../graphql/validate-input';
import { ApiTokenAccess, ApiTokenKind } from './api-token.entity';
import { ApiTokenFilter } from './api-token.list.inputs';

const MOST_SCOPES = 1_000;
const MOST_ADDRESSES = 100;

export enum ApiTokenLifetime {
  DAYS_7 = 'DAYS_7',
  DAYS_30 = 'DAYS_30',
  DAYS_60 = 'DAYS_60',
  DAYS_90 = 'DAYS_90',
  YEAR_1 = 'YEAR_1',
  UNLIMITED = 'UNLIMITED',
}
registerEnumType(ApiTokenLifetime, { name: 'ApiTokenLifetime' });

export enum ApiTokenRevocationRequest {
  REQUESTED = 'REQUESTED',
  LEAKED = 'LEAKED',
}
registerEnumType(ApiTokenRevocationRequest, {
  name: 'ApiTokenRevocationRequest',
  description: 'What a client may state.',
});

/** How an end is stated: a lifetime from now, or an exact instant (T8). */
@InputType()
class LifetimeInput {
  @Field(() => ApiTokenLifetime, { nullable: true })
  @Allow()
  lifetime?: ApiTokenLifetime;

  @Field(() => DateTimeScalar, { nullable: true })
  expiresAt?: Date;
}

@InputType()
export class CreateApiTokenInput {
  @Field(() => String)
  @IsName()
  name!: string;

  @Field(() => String, { nullable: true })
  @IsDescription()
  description?: string;

  @Field(() => ApiTokenKind, { defaultValue: ApiTokenKind.API })
  kind!: ApiTokenKind;

  @Field(() => ApiTokenAccess, {
    nullable: true,
    description: 'Left out: CUSTOM when scopes or a preset are given, READ_ONLY otherwise.',
  })
  access?: ApiTokenAccess;

  @Field(() => [ScopeScalar], { nullable: true })
  @ArrayMaxSize(MOST_SCOPES)
  scopes?: string[];

  @Field(() => ID, { nullable: true })
  presetId?: string;

  @Field(() => ApiTokenLifetime, {
    nullable: true,
    description: "Or expiresAt; neither: the account's default.",
  })
  lifetime?: ApiTokenLifetime;

  @Field(() => DateTimeScalar, { nullable: true })
  expiresAt?: Date;

  @Field(() => ID, { nullable: true })
  ownerId?: string;

  @Field(() => Boolean, { defaultValue: true })
  enabled!: boolean;

  @Field(() => [AddressRangeScalar], { nullable: true })
  @NullAllowed()
  @IsOptional()
  @ArrayMinSize(1, { message: 'allowedAddresses must not be empty; leave it out to allow calls from anywhere.' })
  @ArrayMaxSize(MOST_ADDRESSES)
  allowedAddresses?: string[] | null;
}

@InputType()
export class CreateApiTokensInput {
  @Field(() => [CreateApiTokenInput])
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  apiTokens!: CreateApiTokenInput[];
}

@InputType()
export class CopyApiTokenInput extends LifetimeInput {
  @Field(() => ID)
  id!: string;

  @Field(() => String)
  @IsName()
  name!: string;

  @Field(() => ID, { nullable: true })
  ownerId?: string;
}

@InputType()
export class UpdateApiTokenInput {
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

  @Field(() => ApiTokenAccess, { nullable: true })
  access?: ApiTokenAccess;

  @Field(() => [ScopeScalar], { nullable: true })
  @ArrayMaxSize(MOST_SCOPES)
  scopes?: string[];

  @Field(() => ID, { nullable: true })
  presetId?: string;

  @Field(() => ApiTokenLifetime, { nullable: true, description: 'Counted from now.' })
  lifetime?: ApiTokenLifetime;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Null removes the expiry.' })
  @NullAllowed()
  expiresAt?: Date | null;

  @Field(() => Boolean, { nullable: true })
  enabled?: boolean;

  @Field(() => [AddressRangeScalar], { nullable: true, description: 'Null: from anywhere.' })
  @NullAllowed()
  @IsOptional()
  @ArrayMinSize(1, { message: 'allowedAddresses must not be empty; null allows calls from anywhere.' })
  @ArrayMaxSize(MOST_ADDRESSES)
  allowedAddresses?: string[] | null;
}

@InputType()
export class RegenerateApiTokenInput extends LifetimeInput {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true })
  @IsName()
  name?: string;

  @Field(() => DurationScalar, { nullable: true })
  @Allow()
  overlap?: number;
}

@InputType()
export class RegenerateApiTokensInput extends LifetimeInput {
  @Field(() => [ID])
  @ArrayMinSize(1)
  @ArrayMaxSize(LARGEST_PAGE)
  ids!: string[];

  @Field(() => DurationScalar, { nullable: true })
  overlap?: number;
}

@InputType()
export class RotateHeldTokenInput {
  @Field(() => DurationScalar, { nullable: true })
  @Allow()
  overlap?: number;
}

@InputType()
export class ApiTokenInput {
  @Field(() => ID)
  @Allow()
  id!: string;
}

@InputType({ description: 'ids, or a filter with the count that the caller saw.' })
export class ApiTokensInput {
  @Field(() => [ID], { nullable: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_IDS)
  ids?: string[];

  @Field(() => ApiTokenFilter, { nullable: true })
  @ValidateNested()
  filter?: ApiTokenFilter;

  @Field(() => Int, { nullable: true })
  @IsInt()
  @Min(0)
  expectedCount?: number;
}

@InputType()
export class SetApiTokensEnabledInput extends ApiTokensInput {
  @Field(() => Boolean)
  enabled!: boolean;
}

@InputType()
export class RevokeApiTokensInput extends ApiTokensInput {
  @Field(() => ApiTokenRevocationRequest, { defaultValue: ApiTokenRevocationRequest.REQUESTED })
  reason!: ApiTokenRevocationRequest;

  @Field(() => String, { nullable: true })
  @IsDescription()
  note?: string;

  @Field(() => Boolean, { defaultValue: false })
  includeCreatedByThem!: boolean;
}

@InputType()
export class IdentifyApiTokenInput {
  @Field(() => String)
  @MaxLength(1_000)
  secret!: string;
}

@InputType()
export class RevokeHeldTokenInput {
  @Field(() => String, { description: 'Whatever is given here is answered alike.' })
  @Allow()
  secret!: string;

  @Field(() => Boolean, { defaultValue: false })
  leaked!: boolean;
}

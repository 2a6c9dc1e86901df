import { ArrayMaxSize, ArrayUnique, IsInt, Max, Min } from 'class-validator';
import { Field, InputType, Int } from 'type-graphql';
import { DurationScalar, URLScalar } from '../../graphql/scalars';
import { IsName } from '../../graphql/text-rules';
import { IsHttpsUrl } from '../../graphql/url-rules';
import { NullAllowed } from '../../graphql/validate-input';
import { PasswordConfirmation } from './account.entity';

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** Far beyond any policy, and within a column of whole numbers. */
const FIFTY_YEARS = 18_250 * DAY;

/** @param most in seconds; how people write it stands in the text. */
const AtMost = (most: number, text: string): PropertyDecorator =>
  Max(most, { message: `$property is at most ${text}.` });

@InputType()
export class UpdateAccountInput {
  @Field(() => String, { nullable: true })
  @IsName()
  name?: string;

  @Field(() => DurationScalar, { nullable: true, description: 'Null: none.' })
  @NullAllowed()
  @AtMost(FIFTY_YEARS, 'P18250D')
  maxTokenLifetime?: number | null;

  @Field(() => DurationScalar, { nullable: true, description: 'Null: none, tokens are unlimited.' })
  @NullAllowed()
  @AtMost(FIFTY_YEARS, 'P18250D')
  defaultTokenLifetime?: number | null;

  @Field(() => Boolean, { nullable: true })
  unlimitedTokensAllowed?: boolean;

  @Field(() => Int, { nullable: true, description: 'Null: none.' })
  @NullAllowed()
  @Min(1)
  maxTokensPerUser?: number | null;

  @Field(() => DurationScalar, { nullable: true })
  @AtMost(30 * DAY, 'P30D')
  maxOverlap?: number;

  @Field(() => PasswordConfirmation, { nullable: true })
  passwordConfirmation?: PasswordConfirmation;

  @Field(() => DurationScalar, { nullable: true })
  @AtMost(HOUR, 'PT1H')
  passwordConfirmationWindow?: number;

  @Field(() => [Int], { nullable: true })
  @IsInt({ each: true })
  @Min(1, { each: true })
  @Max(365, { each: true })
  @ArrayUnique()
  @ArrayMaxSize(10)
  expiryNoticeDays?: number[];

  @Field(() => URLScalar, { nullable: true, description: 'Null: none.' })
  @NullAllowed()
  @IsHttpsUrl()
  webhookUrl?: URL | string | null;

  @Field(() => Int, { nullable: true, description: 'Null: for ever; the seals stay.' })
  @NullAllowed()
  @Min(1)
  @Max(36_500)
  auditRetentionDays?: number | null;
}

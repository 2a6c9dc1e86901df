import { ArrayMaxSize, ArrayUnique, IsInt, Max, Min, ValidateBy } from 'class-validator';
import { Field, InputType, Int } from 'type-graphql';
import { DurationScalar, URLScalar } from '../../graphql/scalars';
import { IsName } from '../../graphql/text-rules';
import { NullAllowed } from '../../graphql/validate-input';
import { PasswordConfirmation } from './account.entity';

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** Far beyond any policy, and within a column of whole numbers. */
const FIFTY_YEARS = 18_250 * DAY;
const LONGEST_URL = 2_000;

/** @param most in seconds; how people write it stands in the text. */
const AtMost = (most: number, text: string): PropertyDecorator =>
  Max(most, { message: `$property is at most ${text}.` });

const IsHttps = (): PropertyDecorator =>
  ValidateBy({
    name: 'isHttps',
    validator: {
      validate: isPlainHttps,
      defaultMessage: () =>
        `$property begins with https://, holds no user name or password, and at most ${LONGEST_URL} characters.`,
    },
  });

/** The scalar hands a variable over as a URL and a literal as a text. */
function isPlainHttps(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'string' && !(value instanceof URL)) return false;
  const { protocol, username, password, href } = new URL(value);
  return protocol === 'https:' && !username && !password && href.length <= LONGEST_URL;
}

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
  @IsHttps()
  webhookUrl?: URL | string | null;

  @Field(() => Int, { nullable: true, description: 'Null: for ever; the seals stay.' })
  @NullAllowed()
  @Min(1)
  @Max(36_500)
  auditRetentionDays?: number | null;
}

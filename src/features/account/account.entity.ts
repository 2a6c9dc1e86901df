import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Entity } from 'typeorm';
import { AsciiColumn, DateColumn, FlagColumn, IdColumn, JsonColumn, TextColumn, WholeColumn } from '../../columns';
import { RequiresScopes } from '../../graphql/marks';
import { DurationScalar, URLScalar } from '../../graphql/scalars';

export enum PasswordConfirmation {
  ALWAYS = 'ALWAYS',
  WINDOW = 'WINDOW',
  OFF = 'OFF',
}
registerEnumType(PasswordConfirmation, { name: 'PasswordConfirmation' });

/** The tenant. Durations are whole seconds. */
@ObjectType({ simpleResolvers: true })
@Entity('account')
export class Account {
  @Field(() => ID)
  @IdColumn()
  id!: string;

  @Field(() => String, { description: 'Used at logIn.' })
  @AsciiColumn(63)
  slug!: string;

  @Field(() => String)
  @TextColumn(100)
  name!: string;

  @FlagColumn()
  enabled!: boolean;

  @Field(() => DurationScalar, { nullable: true })
  @WholeColumn({ nullable: true })
  maxTokenLifetime!: number | null;

  @Field(() => DurationScalar, { nullable: true })
  @WholeColumn({ nullable: true })
  defaultTokenLifetime!: number | null;

  @Field(() => Boolean)
  @FlagColumn()
  unlimitedTokensAllowed!: boolean;

  @Field(() => Int, { nullable: true })
  @WholeColumn({ nullable: true })
  maxTokensPerUser!: number | null;

  @Field(() => DurationScalar)
  @WholeColumn()
  maxOverlap!: number;

  @Field(() => PasswordConfirmation)
  @AsciiColumn(8)
  passwordConfirmation!: PasswordConfirmation;

  @Field(() => DurationScalar)
  @WholeColumn()
  passwordConfirmationWindow!: number;

  @Field(() => [Int])
  @JsonColumn()
  expiryNoticeDays!: number[];

  @Field(() => URLScalar, { nullable: true })
  @RequiresScopes(['account:manage'])
  @TextColumn(2_000, { nullable: true })
  webhookUrl!: string | null;

  /** Encrypted; signs outgoing webhooks. */
  @AsciiColumn(255, { nullable: true })
  webhookSecret!: string | null;

  @Field(() => Int, { nullable: true, description: 'Null: for ever; the seals stay.' })
  @WholeColumn({ nullable: true })
  auditRetentionDays!: number | null;

  /** Grows whenever somebody may cease to be an administrator: writing it is the lock of that check (R4). */
  @WholeColumn()
  administratorsVersion!: number;

  /** Grows with each change of the registered scopes: catalogues are kept in memory by (account, version). */
  @WholeColumn()
  catalogueVersion!: number;

  @DateColumn()
  createdAt!: Date;

  @DateColumn()
  updatedAt!: Date;
}

import { Field, ID, ObjectType } from 'type-graphql';
import { Entity } from 'typeorm';
import { AsciiColumn, DateColumn, IdColumn, JsonColumn, ReferenceColumn, TextColumn, WholeColumn } from '../../columns';
import { DateTimeScalar } from '../../graphql/scalars';

/** Proof of an interactive log-in, or of an exchange (U3) when `apiTokenId` is set. */
@ObjectType({ simpleResolvers: true })
@Entity('session')
export class Session {
  @Field(() => ID)
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  accountId!: string;

  @ReferenceColumn()
  userId!: string;

  /** The access token that was exchanged; the session ends with it. */
  @ReferenceColumn({ nullable: true })
  apiTokenId!: string | null;

  @AsciiColumn(16)
  publicId!: string;

  @AsciiColumn(64)
  secretHash!: string;

  @AsciiColumn(32)
  secretKeyId!: string;

  @Field(() => DateTimeScalar)
  @DateColumn()
  createdAt!: Date;

  @Field(() => DateTimeScalar)
  @DateColumn()
  lastUsedAt!: Date;

  /** The end whatever happens; being idle ends it earlier. */
  @Field(() => DateTimeScalar)
  @DateColumn()
  expiresAt!: Date;

  @Field(() => String, { nullable: true })
  @AsciiColumn(45, { nullable: true })
  address!: string | null;

  @Field(() => String, { nullable: true })
  @TextColumn(200, { nullable: true })
  client!: string | null;

  @DateColumn({ nullable: true })
  confirmedUntil!: Date | null;
}

export enum LinkPurpose {
  INVITATION = 'INVITATION',
  RESET = 'RESET',
  SET_UP = 'SET_UP',
  EMAIL = 'EMAIL',
}

/** A link that was sent: one use, kept as a hash, dead when e-mail, password or enabled changes. */
@Entity('link')
export class Link {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  accountId!: string;

  @ReferenceColumn()
  userId!: string;

  @AsciiColumn(10)
  purpose!: LinkPurpose;

  @AsciiColumn(16)
  publicId!: string;

  @AsciiColumn(64)
  secretHash!: string;

  @AsciiColumn(32)
  secretKeyId!: string;

  /** The new address of an EMAIL link. */
  @TextColumn(254, { nullable: true })
  email!: string | null;

  /** Who may know the link besides its user; null when nobody does. */
  @ReferenceColumn({ nullable: true })
  madeById!: string | null;

  /** What the user held when somebody else made the link. */
  @JsonColumn({ nullable: true })
  held!: string[] | null;

  @DateColumn()
  createdAt!: Date;

  @DateColumn()
  expiresAt!: Date;
}

/** Failed attempts at something that is guarded by a growing delay. */
@Entity('attempt')
export class Attempt {
  /** SHA-256 of what is guarded: hexadecimal. */
  @IdColumn(64)
  subject!: string;

  @WholeColumn()
  failures!: number;

  @DateColumn()
  lastFailedAt!: Date;

  /** No try counts before. */
  @DateColumn()
  nextAllowedAt!: Date;
}

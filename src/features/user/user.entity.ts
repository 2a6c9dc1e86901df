import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import { Entity } from 'typeorm';
import {
  AsciiColumn,
  DateColumn,
  FlagColumn,
  IdColumn,
  LargeColumn,
  OpenStartColumn,
  ReferenceColumn,
  TextColumn,
} from '../../columns';
import { Node } from '../../graphql/node';
import { DateTimeScalar, EmailAddressScalar } from '../../graphql/scalars';

export enum UserKind {
  PERSON = 'PERSON',
  SERVICE = 'SERVICE',
}
registerEnumType(UserKind, { name: 'UserKind' });

/** A person, who can log in, or a service account, which cannot (R6). */
@ObjectType({ implements: Node, simpleResolvers: true })
@Entity('user')
export class User implements Node {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  accountId!: string;

  @Field(() => UserKind)
  @AsciiColumn(8)
  kind!: UserKind;

  @Field(() => EmailAddressScalar, { nullable: true, description: 'Null for a service account.' })
  @TextColumn(254, { nullable: true })
  email!: string | null;

  /** What e-mail addresses are compared by: lower case. */
  @TextColumn(254, { nullable: true })
  emailKey!: string | null;

  /** The same for sorting: empty for a service account, never NULL. */
  @TextColumn(254)
  emailOrder!: string;

  @Field(() => String)
  @TextColumn(100)
  username!: string;

  @TextColumn(191)
  usernameKey!: string;

  @Field(() => String)
  @TextColumn(100)
  firstName!: string;

  @Field(() => String)
  @TextColumn(100)
  lastName!: string;

  /** The names, as search finds them. Never the e-mail address: names are for more eyes than addresses. */
  @TextColumn(2_000)
  searchKey!: string;

  @Field(() => Boolean)
  @FlagColumn()
  enabled!: boolean;

  /** Null: nobody can log in until an invitation is accepted. */
  @AsciiColumn(100, { nullable: true })
  passwordHash!: string | null;

  @Field(() => Boolean)
  @FlagColumn()
  twoFactorEnabled!: boolean;

  /** Encrypted; pending until `twoFactorEnabled`. */
  @AsciiColumn(255, { nullable: true })
  totpSecret!: string | null;

  /** The last time step whose code was used: each code counts once. */
  @LargeColumn()
  totpLastStep!: number;

  @Field(() => DateTimeScalar)
  @DateColumn()
  createdAt!: Date;

  @Field(() => DateTimeScalar)
  @DateColumn()
  updatedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true })
  @OpenStartColumn()
  lastLoginAt!: Date | null;

  @Field(() => String)
  get displayName(): string {
    return `${this.firstName} ${this.lastName}`.trim() || this.username;
  }
}

@ObjectType({ simpleResolvers: true, description: 'What may be known of another user without users:read.' })
export class UserSummary {
  @Field(() => ID)
  id!: string;

  @Field(() => UserKind)
  kind!: UserKind;

  @Field(() => String)
  username!: string;

  @Field(() => String)
  displayName!: string;
}

/** A role of a user. The primary key is the pair: a cluster takes no table without one. */
@Entity('user_role')
export class UserRole {
  @IdColumn()
  userId!: string;

  @IdColumn()
  roleId!: string;

  @ReferenceColumn()
  accountId!: string;
}

@Entity('recovery_code')
export class RecoveryCode {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  accountId!: string;

  @ReferenceColumn()
  userId!: string;

  @AsciiColumn(64)
  hash!: string;

  @AsciiColumn(32)
  keyId!: string;
}

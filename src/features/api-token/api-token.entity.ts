import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Entity, PrimaryColumn } from 'typeorm';
import type { AccessLevel } from '../../access/effective-scopes';
import {
  AsciiColumn,
  DateColumn,
  FlagColumn,
  IdColumn,
  JsonColumn,
  LargeColumn,
  OpenEndColumn,
  OpenStartColumn,
  ReferenceColumn,
  TextColumn,
} from '../../columns';
import { Node } from '../../graphql/node';
import { AddressRangeScalar, DateTimeScalar } from '../../graphql/scalars';
import { secretHint } from './secret';

export enum ApiTokenKind {
  API = 'API',
  ACCESS = 'ACCESS',
}
registerEnumType(ApiTokenKind, { name: 'ApiTokenKind' });

export enum ApiTokenAccess {
  READ_ONLY = 'READ_ONLY',
  FULL_ACCESS = 'FULL_ACCESS',
  CUSTOM = 'CUSTOM',
}
registerEnumType(ApiTokenAccess, { name: 'ApiTokenAccess' });

export enum ApiTokenStatus {
  ACTIVE = 'ACTIVE',
  DISABLED = 'DISABLED',
  EXPIRED = 'EXPIRED',
  REVOKED = 'REVOKED',
}
registerEnumType(ApiTokenStatus, {
  name: 'ApiTokenStatus',
  description: 'Derived, in this order: REVOKED, EXPIRED, DISABLED, ACTIVE.',
});

export enum ApiTokenRevocationReason {
  REQUESTED = 'REQUESTED',
  LEAKED = 'LEAKED',
  HOLDER = 'HOLDER',
  OWNER_EMAIL_CHANGED = 'OWNER_EMAIL_CHANGED',
  PARENT_REVOKED = 'PARENT_REVOKED',
}
registerEnumType(ApiTokenRevocationReason, { name: 'ApiTokenRevocationReason' });

/** `lifetimeSeconds` of a token without an expiry: longer than every policy. */
export const UNLIMITED_SECONDS = 999_999_999_999;

/** The record of an API token or an access token (T1). Its secret is nowhere: only a keyed hash is (S3). */
@ObjectType({ implements: Node, simpleResolvers: true })
@Entity('api_token')
export class ApiToken implements Node {
  @IdColumn()
  id!: string;

  @ReferenceColumn()
  accountId!: string;

  @ReferenceColumn()
  ownerId!: string;

  /** The owner's user name as lists sort it; follows the user. */
  @TextColumn(191)
  ownerKey!: string;

  @Field(() => String)
  @TextColumn(100)
  name!: string;

  @TextColumn(191)
  nameKey!: string;

  @Field(() => String)
  @TextColumn(1_000)
  description!: string;

  @Field(() => ApiTokenKind)
  @AsciiColumn(8)
  kind!: ApiTokenKind;

  @Field(() => ApiTokenAccess)
  @AsciiColumn(12)
  access!: AccessLevel;

  /** The list of a CUSTOM token, sorted; empty for the other levels. */
  @JsonColumn()
  scopes!: string[];

  @ReferenceColumn({ nullable: true })
  presetId!: string | null;

  @AsciiColumn(16)
  publicId!: string;

  @AsciiColumn(64)
  secretHash!: string;

  @AsciiColumn(32)
  secretKeyId!: string;

  @AsciiColumn(4)
  secretEnding!: string;

  /** T10: the secret was shown to somebody other than the person who owns it, and is still the same. */
  @FlagColumn()
  secretSeenByOther!: boolean;

  /** The same of the old secret, as it was when the token was regenerated. */
  @FlagColumn({ default: false })
  previousSeenByOther!: boolean;

  /** The old secret of a regenerated token, while it still works. */
  @AsciiColumn(64, { nullable: true })
  previousHash!: string | null;

  @AsciiColumn(32, { nullable: true })
  previousKeyId!: string | null;

  @DateColumn({ nullable: true })
  overlapEndsAt!: Date | null;

  @DateColumn({ nullable: true })
  overlapLastUsedAt!: Date | null;

  @AsciiColumn(45, { nullable: true })
  overlapLastUsedAddress!: string | null;

  @TextColumn(200, { nullable: true })
  overlapLastUsedClient!: string | null;

  @Field(() => [AddressRangeScalar], { nullable: true, description: 'Null: from anywhere.' })
  @JsonColumn({ nullable: true })
  allowedAddresses!: string[] | null;

  @Field(() => Boolean)
  @FlagColumn()
  enabled!: boolean;

  /** True exactly when `revokedAt` is set: the index column of the status. */
  @FlagColumn()
  revoked!: boolean;

  @Field(() => DateTimeScalar, { nullable: true })
  @DateColumn({ nullable: true })
  revokedAt!: Date | null;

  @Field(() => ApiTokenRevocationReason, { nullable: true })
  @AsciiColumn(20, { nullable: true })
  revocationReason!: ApiTokenRevocationReason | null;

  @Field(() => String, { nullable: true })
  @TextColumn(1_000, { nullable: true })
  revocationNote!: string | null;

  @Field(() => DateTimeScalar)
  @DateColumn()
  createdAt!: Date;

  @Field(() => DateTimeScalar)
  @DateColumn()
  updatedAt!: Date;

  @Field(() => DateTimeScalar, { nullable: true })
  @OpenEndColumn()
  expiresAt!: Date | null;

  /** From the moment when the expiry was set until it: what policies look at (T9) and Copy takes over (T15). */
  @LargeColumn()
  lifetimeSeconds!: number;

  @Field(() => DateTimeScalar, { nullable: true })
  @DateColumn({ nullable: true })
  regeneratedAt!: Date | null;

  @Field(() => DateTimeScalar, { nullable: true })
  @OpenStartColumn()
  lastUsedAt!: Date | null;

  @Field(() => String, { nullable: true })
  @AsciiColumn(45, { nullable: true })
  lastUsedAddress!: string | null;

  @Field(() => String, { nullable: true })
  @TextColumn(200, { nullable: true })
  lastUsedClient!: string | null;

  @ReferenceColumn({ nullable: true })
  createdById!: string | null;

  /** The creator's user name as lists sort it; empty when the creator was deleted. */
  @TextColumn(191)
  creatorKey!: string;

  /** The token that made this one. No foreign key: generations outlive their parent. */
  @ReferenceColumn({ nullable: true })
  createdWithId!: string | null;

  @Field(() => String)
  get hint(): string {
    return secretHint(this.kind === ApiTokenKind.API ? 'api' : 'acc', this.publicId, this.secretEnding);
  }

  @Field(() => ApiTokenStatus)
  get status(): ApiTokenStatus {
    return statusOf(this, new Date());
  }
}

/** The order is the meaning: revoked before expired before disabled (C8). The instant of expiry is already expired. */
export function statusOf(token: Pick<ApiToken, 'revoked' | 'expiresAt' | 'enabled'>, now: Date): ApiTokenStatus {
  if (token.revoked) return ApiTokenStatus.REVOKED;
  if (token.expiresAt && token.expiresAt <= now) return ApiTokenStatus.EXPIRED;
  return token.enabled ? ApiTokenStatus.ACTIVE : ApiTokenStatus.DISABLED;
}

/** When the old secret of a regenerated token stops working; null when none works. */
export function overlapEnd({ overlapEndsAt }: Pick<ApiToken, 'overlapEndsAt'>, now: Date): Date | null {
  return overlapEndsAt && overlapEndsAt > now ? overlapEndsAt : null;
}

/** What lists find tokens by: the starts of words (`w:` + word) and listed scopes (`s:` + scope). Follows the token. */
@Entity('api_token_term')
export class ApiTokenTerm {
  @IdColumn()
  accountId!: string;

  @PrimaryColumn({ type: 'varchar', length: 202, charset: 'utf8mb4', collation: 'utf8mb4_bin' })
  term!: string;

  @IdColumn()
  tokenId!: string;
}

/** When a token last needed a scope that it has, of what is decided here (P12). */
@Entity('api_token_scope_use')
export class ApiTokenScopeUse {
  @IdColumn()
  tokenId!: string;

  @PrimaryColumn({ type: 'varchar', length: 200, charset: 'ascii', collation: 'ascii_bin' })
  scope!: string;

  @ReferenceColumn()
  accountId!: string;

  @DateColumn()
  lastUsedAt!: Date;
}

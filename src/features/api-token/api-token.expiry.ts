import { NEVER } from '../../columns';
import { invalidInput, policyViolation } from '../../graphql/errors';
import { formatDuration } from '../../lib/duration';
import type { Account } from '../account/account.entity';
import { ApiTokenKind, UNLIMITED_SECONDS } from './api-token.entity';
import type { ApiTokenLifetime } from './api-token.inputs';

const DAY = 86_400;
const LIFETIME_SECONDS: Record<ApiTokenLifetime, number> = {
  DAYS_7: 7 * DAY,
  DAYS_30: 30 * DAY,
  DAYS_60: 60 * DAY,
  DAYS_90: 90 * DAY,
  YEAR_1: 365 * DAY,
  UNLIMITED: UNLIMITED_SECONDS,
};

/** An end, and how far away it was when it was set: what policies look at. */
export interface Expiry {
  /** Null: never. */
  readonly expiresAt: Date | null;
  readonly lifetimeSeconds: number;
}

export interface ExpiryRequest {
  readonly lifetime?: ApiTokenLifetime;
  /** Null: never; undefined: not stated here. */
  readonly expiresAt?: Date | null;
}

export type ExpiryPolicy = Pick<Account, 'maxTokenLifetime' | 'defaultTokenLifetime' | 'unlimitedTokensAllowed'>;

/** The end that was asked for, undefined when none was. @throws BAD_USER_INPUT for both together and for the past (T8). */
export function requestedExpiry({ lifetime, expiresAt }: ExpiryRequest, now: Date): Expiry | undefined {
  if (lifetime !== undefined && expiresAt !== undefined) {
    throw invalidInput(['expiresAt'], 'Give a lifetime or expiresAt, not both.');
  }
  if (lifetime !== undefined) return lasting(LIFETIME_SECONDS[lifetime], now);
  return expiresAt === undefined ? undefined : endingAt(expiresAt, now);
}

/** A lifetime counted from now. */
export function lasting(seconds: number, now: Date): Expiry {
  if (seconds >= UNLIMITED_SECONDS) return { expiresAt: null, lifetimeSeconds: UNLIMITED_SECONDS };
  return { expiresAt: new Date(now.getTime() + seconds * 1_000), lifetimeSeconds: seconds };
}

/** An exact end. @throws BAD_USER_INPUT when it isn't in the future, or beyond every calendar. */
export function endingAt(expiresAt: Date | null, now: Date): Expiry {
  if (expiresAt === null) return lasting(UNLIMITED_SECONDS, now);
  const seconds = Math.ceil((expiresAt.getTime() - now.getTime()) / 1_000);
  if (expiresAt <= now) throw invalidInput(['expiresAt'], 'expiresAt must be in the future.');
  // What is stored for "never" can't be an end, too.
  if (expiresAt >= NEVER) throw invalidInput(['expiresAt'], 'expiresAt lies within the year 9999 at the latest.');
  return { expiresAt, lifetimeSeconds: seconds };
}

export function accountDefault({ defaultTokenLifetime }: ExpiryPolicy, now: Date): Expiry {
  return lasting(defaultTokenLifetime ?? UNLIMITED_SECONDS, now);
}

/**
 * T9, T2. @param stated how the end was asked for: the field that the error names.
 * @throws POLICY_VIOLATION that names the policy; BAD_USER_INPUT for an access token without an end.
 */
export function assertExpiryAllowed(
  { lifetimeSeconds }: Expiry,
  kind: ApiTokenKind,
  policy: ExpiryPolicy,
  stated: ExpiryRequest = {},
): void {
  const field = stated.lifetime === undefined ? 'expiresAt' : 'lifetime';
  const unlimited = lifetimeSeconds >= UNLIMITED_SECONDS;
  if (unlimited && kind === ApiTokenKind.ACCESS) {
    throw invalidInput([field], 'An access token must have an expiry: give a lifetime or expiresAt.');
  }
  if (unlimited && !policy.unlimitedTokensAllowed) {
    throw policyViolation(field, 'unlimitedTokensAllowed: this account wants an expiry on every token.');
  }
  const longest = policy.maxTokenLifetime;
  if (!unlimited && longest !== null && lifetimeSeconds > longest) {
    throw policyViolation(field, `maxTokenLifetime: at most ${formatDuration(longest)} from now is allowed here.`);
  }
}

/** Existing tokens keep their end when the policy gets stricter, and are listed as against it (T9). */
export function isAgainstPolicy({ lifetimeSeconds }: Pick<Expiry, 'lifetimeSeconds'>, policy: ExpiryPolicy): boolean {
  if (lifetimeSeconds >= UNLIMITED_SECONDS) return !policy.unlimitedTokensAllowed;
  return policy.maxTokenLifetime !== null && lifetimeSeconds > policy.maxTokenLifetime;
}

/** Whether `next` lets a token live longer than `current`. Null is never. */
export function isLater(next: Date | null, current: Date | null): boolean {
  if (current === null) return false;
  return next === null || next > current;
}

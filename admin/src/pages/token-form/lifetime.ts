import type { Viewer } from '../../api/viewer';
import { secondsOf } from '../../parts/duration';

export type Policy = Pick<Viewer['account'], 'maxTokenLifetime' | 'defaultTokenLifetime' | 'unlimitedTokensAllowed'>;

const DAY = 86_400;

/** The API's own choices, in its order. */
export const LIFETIMES = [
  { value: 'DAYS_7', label: '7 days', seconds: 7 * DAY },
  { value: 'DAYS_30', label: '30 days', seconds: 30 * DAY },
  { value: 'DAYS_60', label: '60 days', seconds: 60 * DAY },
  { value: 'DAYS_90', label: '90 days', seconds: 90 * DAY },
  { value: 'YEAR_1', label: '1 year', seconds: 365 * DAY },
  { value: 'UNLIMITED', label: 'No expiry', seconds: Infinity },
] as const;

export type Lifetime = (typeof LIFETIMES)[number]['value'];

/** `keep`: as it is (edit), or as long as the original's (copy). `exact`: the text of a date and time field. */
export type Expiry = { readonly choice: Lifetime | 'keep' } | { readonly choice: 'exact'; readonly text: string };

export const isLifetime = (text: string): text is Lifetime => LIFETIMES.some(({ value }) => value === text);

const longestOf = ({ maxTokenLifetime }: Policy): number => (maxTokenLifetime ? secondsOf(maxTokenLifetime) : Infinity);

/** Whether the account's policy and the kind let one choose it (T2, T9). */
export function isAllowed(lifetime: Lifetime, kind: 'API' | 'ACCESS', policy: Policy): boolean {
  if (lifetime === 'UNLIMITED') return kind === 'API' && policy.unlimitedTokensAllowed;
  const seconds = LIFETIMES.find(({ value }) => value === lifetime)?.seconds ?? 0;
  return seconds <= longestOf(policy);
}

/** What is chosen until somebody chooses: the account's default, else 30 days, else the longest there may be. */
export function firstExpiry(policy: Policy, now = Date.now()): Expiry {
  const wanted = policy.defaultTokenLifetime ? secondsOf(policy.defaultTokenLifetime) : 30 * DAY;
  const seconds = Math.min(wanted, longestOf(policy));
  const choice = LIFETIMES.find((each) => each.seconds === seconds)?.value;
  return choice ? { choice } : exactly(new Date(now + seconds * 1000));
}

/** The latest end that the policy allows from now on; undefined: there is none. */
export function latestEnd(policy: Policy, now = Date.now()): Date | undefined {
  const longest = longestOf(policy);
  // A minute less, which passes before the form is sent.
  return Number.isFinite(longest) ? new Date(now + (longest - 60) * 1000) : undefined;
}

/** As a date and time field writes it: local, to the minute. */
export function exactly(date: Date): Expiry {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return { choice: 'exact', text: local.toISOString().slice(0, 16) };
}

/** When a token made now would end. Null: never. Undefined: it can't be said. */
export function endOf(expiry: Expiry, kept: string | null | undefined, now = Date.now()): Date | null | undefined {
  if (expiry.choice === 'keep') return typeof kept === 'string' ? new Date(kept) : kept;
  if (expiry.choice === 'exact') {
    const date = new Date(expiry.text);
    return Number.isNaN(date.getTime()) ? undefined : date;
  }
  const seconds = LIFETIMES.find(({ value }) => value === expiry.choice)?.seconds ?? 0;
  return Number.isFinite(seconds) ? new Date(now + seconds * 1000) : null;
}

/** As the API's input wants it: a lifetime or an instant, never both; nothing keeps what there is. */
export function expiryInput(expiry: Expiry): { lifetime?: Lifetime; expiresAt?: string } {
  if (expiry.choice === 'keep') return {};
  if (expiry.choice !== 'exact') return { lifetime: expiry.choice };
  return { expiresAt: new Date(expiry.text).toISOString() };
}

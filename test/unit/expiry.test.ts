import {
  accountDefault,
  assertExpiryAllowed,
  endingAt,
  isAgainstPolicy,
  isLater,
  lasting,
  requestedExpiry,
} from '../../src/features/api-token/api-token.expiry';
import {
  ApiTokenKind,
  ApiTokenStatus,
  statusOf,
  UNLIMITED_SECONDS,
} from '../../src/features/api-token/api-token.entity';
import { ApiTokenLifetime } from '../../src/features/api-token/api-token.inputs';

const now = new Date('2030-03-31T00:30:00.000Z');
const DAY = 86_400;
const OPEN = { maxTokenLifetime: null, defaultTokenLifetime: null, unlimitedTokensAllowed: true };
const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as { code?: string }).code;
  }
  return undefined;
};

test('T8: a lifetime is counted in days of 24 hours, in UTC, summer time or not', () => {
  expect(requestedExpiry({ lifetime: ApiTokenLifetime.DAYS_7 }, now)).toEqual({
    expiresAt: new Date('2030-04-07T00:30:00.000Z'),
    lifetimeSeconds: 7 * DAY,
  });
});

test('T8: nothing asked for is nothing, null is never', () => {
  expect(requestedExpiry({}, now)).toBeUndefined();
  expect(requestedExpiry({ expiresAt: null }, now)).toEqual({ expiresAt: null, lifetimeSeconds: UNLIMITED_SECONDS });
});

test.each([
  ['this instant', now.toISOString(), 'BAD_USER_INPUT'],
  ['a millisecond ago', '2030-03-31T00:29:59.999Z', 'BAD_USER_INPUT'],
  ['in a millisecond', '2030-03-31T00:30:00.001Z', undefined],
  ['the last that can be told from never', '9999-12-31T23:59:59.998Z', undefined],
  ['what is stored for never', '9999-12-31T23:59:59.999Z', 'BAD_USER_INPUT'],
])('T8: an end at %s', (_, end, code) => {
  expect(codeOf(() => endingAt(new Date(end), now))).toBe(code);
});

test('T9: a part of a second counts as one: 30 days and a millisecond are more than 30 days', () => {
  const { lifetimeSeconds } = endingAt(new Date(now.getTime() + 30 * DAY * 1_000 + 1), now);
  expect(lifetimeSeconds).toBe(30 * DAY + 1);
});

const allowed = (seconds: number, kind: ApiTokenKind, policy: object) =>
  codeOf(() => assertExpiryAllowed(lasting(seconds, now), kind, { ...OPEN, ...policy }));
const { API, ACCESS } = ApiTokenKind;

test.each([
  ['unlimited, nothing set', UNLIMITED_SECONDS, API, {}, undefined],
  ['unlimited, forbidden', UNLIMITED_SECONDS, API, { unlimitedTokensAllowed: false }, 'POLICY_VIOLATION'],
  ['unlimited, with a longest', UNLIMITED_SECONDS, API, { maxTokenLifetime: DAY }, undefined],
  ['the longest', DAY, API, { maxTokenLifetime: DAY }, undefined],
  ['a second more', DAY + 1, API, { maxTokenLifetime: DAY }, 'POLICY_VIOLATION'],
  ['an access token without end', UNLIMITED_SECONDS, ACCESS, {}, 'BAD_USER_INPUT'],
  ['an access token with an end', DAY, ACCESS, { unlimitedTokensAllowed: false }, undefined],
])('T9: %s', (_, seconds, kind, policy, code) => {
  expect(allowed(seconds, kind, policy)).toBe(code);
});

test('T9: the default is the account’s, else unlimited', () => {
  expect(accountDefault(OPEN, now).expiresAt).toBeNull();
  expect(accountDefault({ ...OPEN, defaultTokenLifetime: DAY }, now).expiresAt).toEqual(
    new Date('2030-04-01T00:30:00Z'),
  );
});

test.each([
  [UNLIMITED_SECONDS, { unlimitedTokensAllowed: true, maxTokenLifetime: DAY }, false],
  [UNLIMITED_SECONDS, { unlimitedTokensAllowed: false }, true],
  [DAY, { unlimitedTokensAllowed: false, maxTokenLifetime: DAY }, false],
  [DAY + 1, { maxTokenLifetime: DAY }, true],
])('T9: %s seconds against %j: %s', (lifetimeSeconds, policy, against) => {
  expect(isAgainstPolicy({ lifetimeSeconds }, { ...OPEN, ...policy })).toBe(against);
});

test.each([
  [null, null, false],
  [null, now, true],
  [now, null, false],
  [now, now, false],
  [new Date(now.getTime() + 1), now, true],
])('P5: %s is later than %s: %s', (next, current, later) => {
  expect(isLater(next, current)).toBe(later);
});

test.each([
  [{ revoked: true, enabled: false, expiresAt: now }, ApiTokenStatus.REVOKED],
  [{ revoked: false, enabled: false, expiresAt: now }, ApiTokenStatus.EXPIRED],
  [{ revoked: false, enabled: true, expiresAt: new Date(now.getTime() + 1) }, ApiTokenStatus.ACTIVE],
  [{ revoked: false, enabled: false, expiresAt: null }, ApiTokenStatus.DISABLED],
  [{ revoked: false, enabled: true, expiresAt: null }, ApiTokenStatus.ACTIVE],
])('C8: %j is %s', (token, status) => {
  expect(statusOf(token, now)).toBe(status);
});

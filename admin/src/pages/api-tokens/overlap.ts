import { isoDuration, secondsOf } from '../../parts/duration';
import { pastWords } from '../../parts/moment-words';
import type { TokenRow } from './documents';

export const STOP_NOW = 'stop';
const HOUR = 3_600;
const DAY = 24 * HOUR;
const ONE_DAY = isoDuration(1, 'days');

const CHOICES = [
  { value: isoDuration(1, 'hours'), label: '1 hour', seconds: HOUR },
  { value: ONE_DAY, label: '24 hours', seconds: DAY },
  { value: isoDuration(7, 'days'), label: '7 days', seconds: 7 * DAY },
  { value: isoDuration(30, 'days'), label: '30 days', seconds: 30 * DAY },
];
const STOPPING = { value: STOP_NOW, label: 'Stop now' };
/** All that can be chosen where neither policy nor end is known. */
export const OVERLAPS = [STOPPING, ...CHOICES];
/** As the API wants it. */
export const overlapInput = (choice: string): string | undefined => (choice === STOP_NOW ? undefined : choice);

const RECENTLY_MS = 7 * DAY * 1000;

type Used = Pick<TokenRow, 'lastUsedAt' | 'expiresAt'>;

/** Seconds until the first of them expires; an expired one has no old secret to keep working. */
function shortestLeft(tokens: readonly Used[], now: Date): number {
  const ends = tokens.flatMap(({ expiresAt }) => (expiresAt ? [new Date(expiresAt).getTime() - now.getTime()] : []));
  return Math.min(...ends, Infinity) / 1000;
}

/** How long old secrets may go on: within the account's policy, and before the tokens' end (C2). */
export function overlapChoices(tokens: readonly Used[], maxOverlap: string, now: Date) {
  const longest = Math.min(secondsOf(maxOverlap), shortestLeft(tokens, now));
  return [STOPPING, ...CHOICES.filter(({ seconds }) => seconds <= longest)];
}

/** A day where an old secret was in use within a week, so that nothing breaks unnoticed; else it stops. */
export function firstOverlap(tokens: readonly Used[], maxOverlap: string, now: Date): string {
  const inUse = tokens.some(
    ({ lastUsedAt }) => lastUsedAt && now.getTime() - new Date(lastUsedAt).getTime() < RECENTLY_MS,
  );
  const offered = overlapChoices(tokens, maxOverlap, now).some(({ value }) => value === ONE_DAY);
  return inUse && offered ? ONE_DAY : STOP_NOW;
}

/** The old secret was used 4 min ago. */
export function lastUseWords(tokens: readonly Used[], now: Date): string {
  const times = tokens.flatMap(({ lastUsedAt }) => (lastUsedAt ? [new Date(lastUsedAt)] : []));
  const latest = times.reduce<Date | undefined>((last, time) => (last && last > time ? last : time), undefined);
  if (tokens.length === 1)
    return latest ? `The old secret was used ${pastWords(latest, now)}.` : 'The old secret was never used.';
  if (!latest) return 'None of the old secrets was ever used.';
  return `${times.length} of the ${tokens.length} old secrets were used, the last one ${pastWords(latest, now)}.`;
}

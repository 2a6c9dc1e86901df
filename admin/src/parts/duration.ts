import { countWords } from './count-words';

/** The API's Duration: ISO 8601 in days, hours, minutes and seconds. */
const PATTERN = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

export type DurationUnit = 'days' | 'hours' | 'minutes' | 'seconds';

const SECONDS: Record<DurationUnit, number> = { days: 86_400, hours: 3_600, minutes: 60, seconds: 1 };
const UNITS: readonly DurationUnit[] = ['days', 'hours', 'minutes', 'seconds'];

/** Of an ISO 8601 duration; 0 for what is none. */
export function secondsOf(duration: string): number {
  const [, weeks, days, hours, minutes, seconds] = (PATTERN.exec(duration) ?? []).map((part) => Number(part ?? 0));
  const { days: day, hours: hour, minutes: minute } = SECONDS;
  return (weeks ?? 0) * 7 * day + (days ?? 0) * day + (hours ?? 0) * hour + (minutes ?? 0) * minute + (seconds ?? 0);
}

/** In the largest unit that needs no fraction: P30D is 30 days, PT90M is 90 minutes. */
export function wholeUnits(duration: string): { amount: number; unit: DurationUnit } {
  const seconds = secondsOf(duration);
  const unit = UNITS.find((one) => seconds % SECONDS[one] === 0) ?? 'seconds';
  return { amount: seconds / SECONDS[unit], unit };
}

/** P30D, PT10M. */
export const isoDuration = (amount: number, unit: DurationUnit): string =>
  unit === 'days' ? `P${amount}D` : `PT${amount}${unit.charAt(0).toUpperCase()}`;

/** "30 days", "10 minutes". */
export function durationWords(duration: string): string {
  const { amount, unit } = wholeUnits(duration);
  return countWords(amount, unit.slice(0, -1));
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Amber from here on. */
const SOON_DAYS = 7;

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const withYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const exactly: Intl.DateTimeFormatOptions = { dateStyle: 'medium', timeStyle: 'medium' };
const local = new Intl.DateTimeFormat('en-GB', exactly);
const universal = new Intl.DateTimeFormat('en-GB', { ...exactly, timeZone: 'UTC' });

const startOfDay = (at: Date): number => new Date(at).setHours(0, 0, 0, 0);
/** Whole calendar days between the two, in the viewer's time zone; a day of 23 or 25 hours counts as one. */
const daysBetween = (from: Date, to: Date): number => Math.round((startOfDay(to) - startOfDay(from)) / DAY);

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** A day: `12 Nov`, with the year when it isn't this one. */
export function dayWords(at: Date, now = new Date()): string {
  return (at.getFullYear() === now.getFullYear() ? dayAndMonth : withYear).format(at);
}

/** `22 Dec 2026`. */
export const fullDayWords = (at: Date): string => withYear.format(at);

/** Something that was: just now, 4 min ago, 3 h ago, yesterday 14:02, 12 Nov. */
export function pastWords(at: Date, now = new Date()): string {
  const ago = now.getTime() - at.getTime();
  if (ago < MINUTE) return 'just now';
  if (ago < HOUR) return `${Math.floor(ago / MINUTE)} min ago`;
  const days = daysBetween(at, now);
  if (days === 0 || ago < 6 * HOUR) return `${Math.floor(ago / HOUR)} h ago`;
  if (days === 1) return `yesterday ${clock.format(at)}`;
  return dayWords(at, now);
}

/** The end of something: today 14:02, in 6 days, 22 Dec 2026, no expiry, expired 3 days ago. */
export function expiryWords(at: Date | null, now = new Date()): string {
  if (!at) return 'no expiry';
  const days = daysBetween(now, at);
  if (at.getTime() <= now.getTime()) return days === 0 ? 'expired today' : `expired ${plural(-days, 'day')} ago`;
  if (days === 0) return `today ${clock.format(at)}`;
  if (days === 1) return `tomorrow ${clock.format(at)}`;
  return days <= 30 ? `in ${days} days` : withYear.format(at);
}

/** Whether an end is near enough to be shown in amber. */
export function isSoon(at: Date | null, now = new Date()): boolean {
  return at !== null && at.getTime() > now.getTime() && at.getTime() - now.getTime() <= SOON_DAYS * DAY;
}

/** Local time and UTC, with seconds. */
export const exactWords = (at: Date): string => `${local.format(at)} (${universal.format(at)} UTC)`;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const dayAndMonth = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const whole = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const exact = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
} as const;
const local = new Intl.DateTimeFormat('en-GB', { ...exact, timeZoneName: 'short' });
const utc = new Intl.DateTimeFormat('en-GB', { ...exact, timeZone: 'UTC' });

const midnight = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** Days between the calendar's days, so that "yesterday" is never today. Rounded: a day may have 23 hours. */
const calendarDays = (from: Date, to: Date): number => Math.round((midnight(to) - midnight(from)) / DAY);

const dayOf = (date: Date, now: Date): string =>
  (date.getFullYear() === now.getFullYear() ? dayAndMonth : whole).format(date);

/** just now, 4 min ago, 3 h ago, yesterday 14:02, 12 Nov (2025). */
export function pastWords(date: Date, now: Date): string {
  const passed = now.getTime() - date.getTime();
  if (passed < MINUTE) return 'just now';
  if (passed < HOUR) return `${Math.floor(passed / MINUTE)} min ago`;
  const days = calendarDays(date, now);
  if (days === 0) return `${Math.floor(passed / HOUR)} h ago`;
  if (days === 1) return `yesterday ${time.format(date)}`;
  return dayOf(date, now);
}

const WORDY_DAYS = 30;

/** today 14:02, tomorrow 14:02, in 6 days, 22 Dec 2026, expired 3 days ago. */
export function expiryWords(date: Date, now: Date): string {
  const days = calendarDays(now, date);
  if (date <= now) return `expired ${agoWords(-days, date, now)}`;
  if (days === 0) return `today ${time.format(date)}`;
  if (days === 1) return `tomorrow ${time.format(date)}`;
  return days <= WORDY_DAYS ? `in ${days} days` : whole.format(date);
}

function agoWords(days: number, date: Date, now: Date): string {
  if (days === 0) return pastWords(date, now);
  if (days === 1) return 'yesterday';
  return days <= WORDY_DAYS ? `${days} days ago` : dayOf(date, now);
}

const SOON_DAYS = 7;

/** Within a week, and not yet over. */
export const isSoon = (date: Date, now: Date): boolean =>
  date > now && date.getTime() - now.getTime() <= SOON_DAYS * DAY;

/** With seconds, here and in UTC. */
export const exactly = (date: Date): string => `${local.format(date)}\n${utc.format(date)} UTC`;

/** 22 Dec 2026. */
export const wholeDate = (date: Date): string => whole.format(date);

/** How long from now: 23 h, 6 days. */
export function leftWords(date: Date, now: Date): string {
  const left = date.getTime() - now.getTime();
  if (left < HOUR) return `${Math.max(1, Math.ceil(left / MINUTE))} min`;
  return left < 2 * DAY ? `${Math.floor(left / HOUR)} h` : `${Math.floor(left / DAY)} days`;
}

const FORM = /^P(?=.)(?:(\d{1,6})D)?(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$/;
const UNITS = [86_400, 3_600, 60, 1];

/** Seconds of an ISO 8601 duration in days, hours, minutes and seconds; undefined when it isn't one or isn't positive. */
export function parseDuration(text: string): number | undefined {
  const match = FORM.exec(text);
  if (!match) return undefined;
  const seconds = UNITS.reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0), 0);
  return seconds > 0 ? seconds : undefined;
}

/** The shortest such text: 90,000 seconds are P1DT1H. */
export function formatDuration(seconds: number): string {
  let rest = seconds;
  const [days = 0, hours = 0, minutes = 0, left = 0] = UNITS.map((unit) => {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    return count;
  });
  const time = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${left ? `${left}S` : ''}`;
  return `P${days ? `${days}D` : ''}${time ? `T${time}` : ''}`;
}

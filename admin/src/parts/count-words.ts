const number = new Intl.NumberFormat('en');

/** `1,204`. */
export const numberWords = (count: number): string => number.format(count);

/** `1 token`, `1,204 tokens`; `3 APIs` with a plural of its own. */
export function countWords(count: number, one: string, many = `${one}s`): string {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}

/** As the server counts: `1,204`, or `more than 10,000` where exact would be slow. */
export function totalWords({
  totalCount,
  totalCountIsExact,
}: {
  totalCount: number;
  totalCountIsExact: boolean;
}): string {
  return totalCountIsExact ? number.format(totalCount) : `more than ${number.format(totalCount)}`;
}

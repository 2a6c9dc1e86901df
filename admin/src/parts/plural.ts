/** "1 token", "1,204 tokens". `many`: where adding an s is wrong. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

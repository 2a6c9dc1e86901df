const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The number in base 62 (0-9, A-Z, a-z), padded on the left to `length`. */
export function toBase62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; rest > 0n; rest /= 62n) text = DIGITS.charAt(Number(rest % 62n)) + text;
  return text.padStart(length, '0');
}

/** The bytes as one big-endian number in base 62. */
export function bytesToBase62(bytes: Uint8Array, length: number): string {
  return toBase62(BigInt('0x' + Buffer.from(bytes).toString('hex')), length);
}

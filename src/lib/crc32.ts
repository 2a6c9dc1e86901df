import { crc32 as zlibCrc32 } from 'node:zlib';

/** CRC-32 (ISO 3309) of ASCII text as an unsigned number. */
export function crc32(text: string): number {
  return zlibCrc32(text) >>> 0;
}

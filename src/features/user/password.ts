import { createHash } from 'node:crypto';
import bcrypt from 'bcrypt';

/** NFC, then a hash of fixed length: bcrypt stops at 72 bytes and at a null byte. Base64 of SHA-384 has 64 characters. */
function prepare(password: string): string {
  return createHash('sha384').update(password.normalize('NFC'), 'utf8').digest('base64');
}

export function hashPassword(password: string, cost: number): Promise<string> {
  return bcrypt.hash(prepare(password), cost);
}

/** With a null hash it takes as long and answers no: an unknown e-mail costs the same work. */
export async function passwordMatches(password: string, hash: string | null, cost: number): Promise<boolean> {
  // Made for everybody's first: else the first unknown e-mail would take twice as long as a known one.
  const nobodys = await nobodysHash(cost);
  const matches = await bcrypt.compare(prepare(password), hash ?? nobodys);
  return matches && hash !== null;
}

const made = new Map<number, Promise<string>>();

function nobodysHash(cost: number): Promise<string> {
  const known = made.get(cost) ?? bcrypt.hash('nobody', cost);
  made.set(cost, known);
  return known;
}

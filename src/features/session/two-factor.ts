import { randomInt } from 'node:crypto';
import { generateSecret, generateURI, verifySync } from 'otplib';

/** Half a minute each (RFC 6238); the one before and the one after count, too: clocks differ. */
const STEP_SECONDS = 30;
const CODES = 10;
/** No letter that is read as another. 10 of 31 are 49 bits: enough beside a keyed hash and a growing delay. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const CODE_LENGTH = 10;

/** 160 random bits in base 32, as authenticator apps take them. */
export function generateTotpSecret(): string {
  return generateSecret();
}

/** What the QR code holds. */
export function totpUri(secret: string, label: string): string {
  return generateURI({ issuer: 'Scopegate', label, secret });
}

/** The time step whose code it is; undefined for a wrong code and for one of a step that was used (each code once). */
export function stepOfCode(secret: string, code: string, lastStep: number): number | undefined {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return undefined;
  const result = verifySync({ secret, token, epochTolerance: STEP_SECONDS });
  if (!result.valid || !('timeStep' in result)) return undefined;
  return result.timeStep > lastStep ? result.timeStep : undefined;
}

/** Shown once; each is good for one log-in without the app. */
export function generateRecoveryCodes(): string[] {
  return Array.from({ length: CODES }, () => {
    const letters = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
    return `${letters.slice(0, CODE_LENGTH / 2)}-${letters.slice(CODE_LENGTH / 2)}`;
  });
}

/** What is hashed: the same however the code was typed, and no use to another user. Undefined when it can't be one. */
export function recoveryCodeText(userId: string, code: string): string | undefined {
  const letters = code.toLowerCase().replace(/[^a-z0-9]/g, '');
  return letters.length === CODE_LENGTH ? `${userId} ${letters}` : undefined;
}

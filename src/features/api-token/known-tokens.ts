import { hash } from 'node:crypto';
import type { Database } from '../../database';
import { BoundedMap } from '../../lib/bounded-map';
import type { VerifiedToken } from './api-token.verification';

const MOST_KEPT = 10_000;

interface Known {
  /** Of the database, asked for before the token was read. */
  readonly version: number;
  readonly token: VerifiedToken;
}

/**
 * Tokens that were verified, for as long as the database hasn't changed at all: looking one up again would bring the same.
 * Where a database can't tell cheaply whether it has changed, nothing is kept. Kept under a digest, never by their text.
 */
export class KnownTokens {
  private readonly kept = new BoundedMap<string, Known>(MOST_KEPT);

  constructor(private readonly database: Database) {}

  find(text: string): VerifiedToken | undefined {
    const version = this.database.version();
    if (version === undefined) return undefined;
    const known = this.kept.get(digestOf(text));
    return known?.version === version ? known.token : undefined;
  }

  /** Verifies, and keeps what is a current secret: whether an old one still counts is a matter of time, too. */
  async keep(text: string, verify: () => Promise<VerifiedToken>): Promise<VerifiedToken> {
    const version = this.database.version();
    const token = await verify();
    if (version !== undefined && !token.throughOverlap) this.kept.set(digestOf(text), { version, token });
    return token;
  }
}

const digestOf = (text: string): string => hash('sha256', text, 'base64');

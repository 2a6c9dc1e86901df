import type { Viewer } from '../../api/viewer';
import type { TokenDraft } from './draft';
import { endOf, exactly, type Expiry, firstExpiry, isAllowed, isLifetime } from './lifetime';

/** What a link fills in: `?name=&description=&scopes=a,b&lifetime=DAYS_30`. It never submits anything. */
export interface Prefill {
  readonly draft: TokenDraft;

  /** Values of the link that can't be taken, in words. */
  readonly ignored: readonly string[];
}

/** A new token of the viewer's, as the address wants it. */
export function prefilled(search: string, { user, account, apiToken }: Viewer): Prefill {
  const query = new URLSearchParams(search);
  const scopes = (query.get('scopes') ?? '').split(/[\s,]+/).filter(Boolean);
  const lifetime = query.get('lifetime') ?? '';
  const taken = isLifetime(lifetime) && isAllowed(lifetime, 'API', account);
  const draft: TokenDraft = {
    name: query.get('name') ?? '',
    several: false,
    description: query.get('description') ?? '',
    kind: 'API',
    owner: { id: user.id, displayName: user.displayName, username: user.username, kind: user.kind },
    access: scopes.length > 0 || apiToken ? 'CUSTOM' : 'READ_ONLY',
    scopes: new Set(scopes),
    expiry: taken ? { choice: lifetime } : notBeyond(apiToken, firstExpiry(account)),
    addresses: [],
    enabled: true,
  };
  return { draft, ignored: lifetime && !taken ? [`the lifetime ${lifetime}`] : [] };
}

/** What a token makes ends with it at the latest (P6). */
function notBeyond(parent: Viewer['apiToken'], wanted: Expiry): Expiry {
  if (!parent?.expiresAt) return wanted;
  const [end, last] = [endOf(wanted, undefined), new Date(parent.expiresAt)];
  return end && end <= last ? wanted : exactly(last);
}

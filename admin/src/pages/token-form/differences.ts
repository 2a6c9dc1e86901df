import type { Difference } from '../../parts/conflict-dialog';
import { fullDayWords } from '../../parts/moment-words';
import type { EditedToken } from './documents';
import { draftOf, type TokenDraft } from './draft';
import { endOf } from './lifetime';

const LEVELS = { READ_ONLY: 'Read only', FULL_ACCESS: 'Full access', CUSTOM: 'Custom' };

function wordsOf(draft: TokenDraft, kept: string | null): Record<string, string> {
  const end = endOf(draft.expiry, kept);
  return {
    Name: draft.name.trim(),
    Description: draft.description.trim(),
    Access: LEVELS[draft.access],
    Scopes: draft.access === 'CUSTOM' ? [...draft.scopes].sort().join(', ') : '',
    Expires: end ? fullDayWords(end) : 'no expiry',
    Addresses: [...draft.addresses].sort().join(', ') || 'anywhere',
    Enabled: draft.enabled ? 'yes' : 'no',
  };
}

/** Where the draft and the saved version say different things. `kept`: the end that an untouched draft keeps. */
export function differences(mine: TokenDraft, theirs: EditedToken, kept: string | null): Difference[] {
  const other = wordsOf(draftOf(theirs), theirs.expiresAt);
  return Object.entries(wordsOf(mine, kept)).flatMap(([field, text]) => {
    const saved = other[field] ?? '';
    return text === saved ? [] : [{ field, mine: text || '(empty)', theirs: saved || '(empty)' }];
  });
}

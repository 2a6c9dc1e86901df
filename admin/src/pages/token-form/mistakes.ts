import { mistakesByField, type Problem } from '../../api/problem';
import { durationWords } from '../../parts/duration';
import { fullDayWords } from '../../parts/moment-words';
import type { TokenDraft } from './draft';
import { endOf, latestEnd, type Policy } from './lifetime';
import { type LineMistake, MOST_AT_ONCE, repeatedNames, wantedNames } from './names';

type Field = 'name' | 'description' | 'kind' | 'owner' | 'access' | 'scopes' | 'expiry' | 'addresses';

/** What is wrong, by the field where it stands. */
export interface Mistakes extends Partial<Record<Field, string>> {
  /** Of several names, by their lines. */
  readonly lines?: readonly LineMistake[];
}

/** The form's field for each of the API's. */
const FIELD_OF: Record<string, Field> = {
  name: 'name',
  description: 'description',
  kind: 'kind',
  ownerId: 'owner',
  access: 'access',
  scopes: 'scopes',
  presetId: 'scopes',
  lifetime: 'expiry',
  expiresAt: 'expiry',
  allowedAddresses: 'addresses',
};

/** What can be known to be wrong without asking: of a part of the form only when `expiry` is changed there. */
export function mistakesIn(draft: TokenDraft, kept?: string | null): Mistakes {
  const { kind, expiry } = draft;
  const end = endOf(expiry, kept);
  return {
    ...mistakesInNames(draft),
    ...(end === undefined && expiry.choice === 'exact' && { expiry: 'Enter a date and a time.' }),
    ...(end &&
      expiry.choice === 'exact' &&
      end <= new Date() && { expiry: 'This is over already. Choose a later time.' }),
    ...(end === null && kind === 'ACCESS' && { expiry: 'An access token must expire. Choose when.' }),
  };
}

function mistakesInNames(draft: TokenDraft): Mistakes {
  const names = wantedNames(draft);
  if (!draft.several) return names[0]?.name === '' ? { name: 'Give it a name.' } : {};
  if (names.length === 0) return { name: 'Give each token a name, one on each line.' };
  if (names.length > MOST_AT_ONCE)
    return { name: `At most ${MOST_AT_ONCE} at once; these are ${names.length.toLocaleString('en')}.` };
  const lines = repeatedNames(names);
  return lines.length > 0 ? { lines } : {};
}

/** Who the form is about, and by which rules. */
interface Situation {
  readonly draft: TokenDraft;
  readonly viewerId: string;
  readonly held: readonly string[];
  readonly policy: Policy;
}

/** What the server refused, in the panel's words, by field. What has no field here isn't in it. */
export function mistakesOf(problem: Problem, situation: Situation): Mistakes {
  const { draft } = situation;
  if (draft.several) return mistakesOfSeveral(problem, situation);
  const entries = Object.entries(mistakesByField(problem)).flatMap(([field, message]) => {
    const at = FIELD_OF[field];
    return at ? [[at, inWords(problem, at, message, situation)] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** Of several tokens only the names differ: a mistake of a name stands at its line, any other at the field of all. */
function mistakesOfSeveral(problem: Problem, situation: Situation): Mistakes {
  const names = wantedNames(situation.draft);
  const lines: LineMistake[] = [];
  const others: Partial<Record<Field, string>> = {};
  for (const { path, message } of problem.fields) {
    const [field = '', index = '', inside = field] = path.filter((part) => part !== 'input');
    const at = FIELD_OF[inside];
    const wanted = field === 'apiTokens' && at === 'name' ? names[Number(index)] : undefined;
    if (wanted) {
      const draft = { ...situation.draft, name: wanted.name };
      lines.push({ line: wanted.line, message: inWords(problem, 'name', message, { ...situation, draft }) });
    } else if (at) others[at] = inWords(problem, at, message, situation);
  }
  return lines.length > 0 ? { ...others, lines } : others;
}

function inWords(problem: Problem, at: Field, message: string, { draft, viewerId, held, policy }: Situation): string {
  const { owner, name } = draft;
  const who = owner.id === viewerId ? 'You already have' : `${owner.displayName} already has`;
  if (problem.code === 'NAME_TAKEN') return `${who} '${name.trim()}', perhaps revoked. Choose another name.`;
  if (problem.code === 'POLICY_VIOLATION' && at === 'owner')
    return `${who} as many tokens as this account allows. Revoke or delete one first.`;
  if (problem.code === 'POLICY_VIOLATION' && at === 'expiry') return policyWords(policy);
  if (at === 'addresses') return addressWords(problem, draft) ?? message;
  if (at === 'name') return 'A name has 1 to 100 characters, and no control characters.';
  if (problem.code !== 'GRANT_EXCEEDED' || at !== 'scopes' || problem.excess.length === 0) return message;
  // What comes with a ticked one goes with it: only what can be taken out is named.
  const ticked = problem.excess.filter((scope) => draft.scopes.has(scope));
  return excessWords(ticked.length > 0 ? ticked : problem.excess, owner.displayName, held);
}

/** The address that can't be read, by its place in the list. */
function addressWords({ fields }: Problem, { addresses }: TokenDraft): string | undefined {
  const path = fields.find((field) => field.path.includes('allowedAddresses'))?.path;
  const wrong = addresses[Number(path?.at(-1))];
  return wrong && `${wrong} is no IPv4 or IPv6 address or range, as 203.0.113.0/24 is.`;
}

/** Where the longest life stands, and until when that would be. */
export function policyWords(policy: Policy): string {
  const latest = latestEnd(policy);
  if (!latest || !policy.maxTokenLifetime) return 'Here every token must expire. Choose when.';
  return `At most ${durationWords(policy.maxTokenLifetime)} here (${fullDayWords(latest)}).`;
}

const list = (words: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(words);

/** Who lacks what: the viewer first, since nobody gives more than they hold. */
export function excessWords(excess: readonly string[], owner: string, held: readonly string[]): string {
  const beyond = excess.filter((scope) => !held.includes(scope));
  const it = (scopes: readonly string[]) => (scopes.length > 1 ? 'them' : 'it');
  if (beyond.length > 0) return `You don't hold ${list(beyond)}, so you can't give ${it(beyond)}.`;
  return `${owner} can't get ${list(excess)} from you.`;
}

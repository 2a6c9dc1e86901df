import { countWords } from '../../parts/count-words';
import { durationWords } from '../../parts/duration';
import type { VariablesOf } from '../../api/graphql';
import type { Account, UPDATE_ACCOUNT } from './account-documents';

/** What can be edited. */
export type Policy = Omit<Account, 'id' | 'slug'>;
type Input = VariablesOf<typeof UPDATE_ACCOUNT>['input'];

export const policyOf = ({ id: _id, slug: _slug, ...policy }: Account): Policy => policy;

/** A field that differs, in words. */
export interface PolicyChange {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

const orNone =
  <Value>(words: (value: Value) => string, none: string) =>
  (value: Value | null): string =>
    value === null ? none : words(value);

const duration = (text: string): string => durationWords(text);
const days = (count: number): string => countWords(count, 'day');

type Told = { [Field in keyof Policy]: readonly [label: string, words: (value: Policy[Field]) => string] };

const CONFIRMATION: Record<Policy['passwordConfirmation'], string> = {
  ALWAYS: 'for each change',
  WINDOW: 'once in a while',
  OFF: 'never',
};

const TOLD: Told = {
  name: ['Name', (name) => name],
  maxTokenLifetime: ['Longest lifetime', orNone(duration, 'no limit')],
  defaultTokenLifetime: ['Default lifetime', orNone(duration, 'unlimited')],
  unlimitedTokensAllowed: ['Unlimited tokens', (allowed) => (allowed ? 'allowed' : 'refused')],
  maxTokensPerUser: ['Tokens per user', orNone((count) => count.toLocaleString('en'), 'no limit')],
  maxOverlap: ['Longest overlap', duration],
  passwordConfirmation: ['Password asked again', (mode) => CONFIRMATION[mode]],
  passwordConfirmationWindow: ['A confirmation lasts', duration],
  expiryNoticeDays: ['Expiry notices', (list) => (list.length === 0 ? 'none' : list.map(days).join(', '))],
  webhookUrl: ['Webhook', orNone((url) => url, 'none')],
  auditRetentionDays: ['Audit kept', orNone(days, 'for ever')],
};

const fields = Object.keys(TOLD) as (keyof Policy)[]; // the keys of a literal
const differs = (before: Policy, after: Policy) => (field: keyof Policy) =>
  JSON.stringify(before[field]) !== JSON.stringify(after[field]);

/** Only what differs: what another administrator changes meanwhile in other fields stays. */
export const inputOf = (before: Policy, after: Policy): Input =>
  Object.fromEntries(fields.filter(differs(before, after)).map((field) => [field, after[field]]));

const tell = <Field extends keyof Policy>(field: Field, before: Policy, after: Policy): PolicyChange => {
  const [label, words] = TOLD[field];
  return { label, before: words(before[field]), after: words(after[field]) };
};

export const changesBetween = (before: Policy, after: Policy): PolicyChange[] =>
  fields.filter(differs(before, after)).map((field) => tell(field, before, after));

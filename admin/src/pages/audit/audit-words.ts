/** What a sentence about an event is made from. */
export interface ToldEvent {
  readonly action: string;
  readonly actorKind: string;
  readonly actorName: string;
  readonly actorTokenName: string | null;
  readonly credential: string | null;
  readonly targetType: string;
  readonly targetName: string | null;
  readonly changes: readonly AuditChange[];
}

export interface AuditChange {
  readonly field: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** `{actor} {before} {target} {after}`; without `before` the target isn't named. */
export interface Sentence {
  readonly actor: string;
  readonly before: string;
  readonly target: string | null;
  readonly after: string;
}

const NOUNS: Partial<Record<string, string>> = {
  'api-token': 'token',
  session: 'session of',
  user: 'user',
  role: 'role',
  api: 'API',
  preset: 'preset',
  account: 'account',
};

/** A kind of thing that the audit tells of, as people call it. */
export const nounOf = (targetType: string): string => NOUNS[targetType] ?? targetType;

/** Fields whose own name doesn't say it to a person. */
const FIELDS: Partial<Record<string, string>> = {
  access: 'access level',
  allowedAddresses: 'allowed addresses',
  auditRetentionDays: 'retention of the audit',
  defaultTokenLifetime: 'default lifetime',
  docsUrl: 'link to the docs',
  email: 'e-mail address',
  expiresAt: 'expiry',
  expiryNoticeDays: 'expiry notices',
  implies: 'implications',
  createdWithId: 'made with token',
  maxOverlap: 'longest overlap',
  maxTokenLifetime: 'longest lifetime',
  maxTokensPerUser: 'tokens per user',
  overlapEndsAt: 'overlap',
  ownerId: 'owner',
  passwordConfirmationWindow: 'time between password confirmations',
  passwordLink: 'password link',
  readOnly: 'scopes that only read',
  sdl: 'SDL',
  twoFactorEnabled: 'second factor',
  unlimitedTokensAllowed: 'whether tokens may be unlimited',
  username: 'user name',
  webhookUrl: 'webhook address',
};

/** `maxTokenLifetime` as "longest lifetime", `firstName` as "first name". */
export const fieldWords = (field: string): string =>
  FIELDS[field] ?? field.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);

const YES_OR_NO = { true: 'yes', false: 'no' };
const VALUES: Partial<Record<string, Partial<Record<string, string>>>> = {
  access: { READ_ONLY: 'Read only', FULL_ACCESS: 'Full access', CUSTOM: 'Custom' },
  kind: { API: 'API token', ACCESS: 'Access token', PERSON: 'person', SERVICE: 'service account' },
  enabled: YES_OR_NO,
  twoFactorEnabled: YES_OR_NO,
  unlimitedTokensAllowed: YES_OR_NO,
  passwordConfirmation: { ALWAYS: 'for each change', WINDOW: 'once in a while', OFF: 'never' },
};

/** A value of a field, as people say it. */
export const valueWords = (field: string, value: string): string => VALUES[field]?.[value] ?? (value || 'empty');

const list = (words: readonly string[]): string => new Intl.ListFormat('en', { type: 'conjunction' }).format(words);

const fieldsOf = ({ changes }: ToldEvent): string => {
  const words = changes.map(({ field }) => fieldWords(field));
  if (words.length <= 3) return `the ${list(words)}`;
  return `the ${words.slice(0, 2).join(', ')} and ${words.length - 2} more fields`;
};

const change = (event: ToldEvent, field: string): AuditChange | undefined =>
  event.changes.find((one) => one.field === field);

type Words = Partial<Omit<Sentence, 'actor'>>;

const REASONS: Partial<Record<string, string>> = {
  HOLDER: 'as its holder',
  LEAKED: 'because it leaked',
  OWNER_EMAIL_CHANGED: "because its owner's e-mail address changed",
  PARENT_REVOKED: 'with the token that made it',
};

function logIn({ credential, actorTokenName }: ToldEvent): Words {
  if (credential !== 'exchange') return { before: 'logged in', target: null };
  return { before: `logged in with access token ${actorTokenName ?? ''}`.trim(), target: null };
}

function refusal(event: ToldEvent): Words {
  const times = Number(change(event, 'attempts')?.after ?? 1);
  return { before: 'failed to log in as', after: times > 1 ? `${times} times within a minute` : '' };
}

const logOut = ({ actorName, targetName }: ToldEvent): Words =>
  actorName === targetName ? { before: 'logged out', target: null } : { before: 'ended a session of' };

function tokenUpdate(event: ToldEvent): Words {
  const ended = event.changes.length === 1 && change(event, 'overlapEndsAt')?.after === null;
  return { before: ended ? 'ended the overlap of token' : `changed ${fieldsOf(event)} of token` };
}

function userUpdate(event: ToldEvent): Words {
  const [first, ...more] = event.changes;
  if (!first || more.length > 0) return { before: `changed ${fieldsOf(event)} of user` };
  const { field, after } = first;
  if (field === 'passwordLink')
    return { before: after === 'RESET' ? 'made a reset link for' : 'made an invitation for' };
  if (field === 'password') return { before: 'set a new password for' };
  if (field === 'twoFactorEnabled')
    return { before: after === 'true' ? 'turned on the second factor of' : 'took away the second factor of' };
  return { before: `changed ${fieldsOf(event)} of user` };
}

const revocation = (event: ToldEvent): Words => ({
  before: 'revoked token',
  after: REASONS[change(event, 'revocationReason')?.after ?? ''] ?? '',
});

/** Where verb and noun alone would say too little. */
const SENTENCES: Partial<Record<string, (event: ToldEvent) => Words>> = {
  'session.created': logIn,
  'session.refused': refusal,
  'session.ended': logOut,
  'user.updated': userUpdate,
  'api-token.updated': tokenUpdate,
  'api-token.regenerated': () => ({ before: 'regenerated the secret of token' }),
  'api-token.revoked': revocation,
  'api.created': () => ({ before: 'registered API' }),
  'api.updated': (event) => ({
    before: change(event, 'sdl') ? 'registered a new version of API' : `changed ${fieldsOf(event)} of API`,
  }),
  'role.updated': (event) => ({ before: `changed ${fieldsOf(event)} of role` }),
  'preset.updated': (event) => ({ before: `changed ${fieldsOf(event)} of preset` }),
  'account.updated': (event) => ({ before: `changed ${fieldsOf(event)} of account` }),
  'audit-event.missing': () => ({ before: 'had an entry here that is gone', target: null }),
};

function plainly({ action, targetType }: ToldEvent): Words {
  return { before: `${action.slice(action.indexOf('.') + 1)} ${nounOf(targetType)}` };
}

const actorOf = ({ actorKind, actorName }: ToldEvent): string => {
  if (actorKind === 'ANONYMOUS') return 'Somebody';
  return actorKind === 'SYSTEM' ? 'The server' : actorName;
};

/** An event in plain words: who did what to what. */
export function sentenceOf(event: ToldEvent): Sentence {
  const words = (SENTENCES[event.action] ?? plainly)(event);
  return { actor: actorOf(event), before: '', target: event.targetName, after: '', ...words };
}

const token = (verb: string) => ({ value: `api-token.${verb}`, label: `Token ${verb}` });
const thing = (type: string, noun: string, ...verbs: string[]) =>
  verbs.map((verb) => ({ value: `${type}.${verb}`, label: `${noun} ${verb}` }));

/** Every action there is (the API's fixed names), in the words of the filter. */
export const ACTIONS: readonly { readonly value: string; readonly label: string }[] = [
  ...['created', 'updated', 'regenerated', 'enabled', 'disabled', 'revoked', 'restored', 'deleted'].map(token),
  { value: 'session.created', label: 'Logged in' },
  { value: 'session.refused', label: 'Log-in failed' },
  { value: 'session.ended', label: 'Session ended' },
  ...thing('user', 'User', 'created', 'updated', 'enabled', 'disabled', 'deleted'),
  ...thing('role', 'Role', 'created', 'updated', 'deleted'),
  ...thing('api', 'API', 'created', 'updated', 'deleted'),
  ...thing('preset', 'Preset', 'created', 'updated', 'deleted'),
  { value: 'account.updated', label: 'Account updated' },
];

/** Kinds of things, for the filter. */
export const TARGET_TYPES: readonly { readonly value: string; readonly label: string }[] = [
  { value: 'api-token', label: 'API tokens' },
  { value: 'session', label: 'Log-ins' },
  { value: 'user', label: 'Users' },
  { value: 'role', label: 'Roles' },
  { value: 'api', label: 'APIs' },
  { value: 'preset', label: 'Presets' },
  { value: 'account', label: 'Account' },
];

const PAGES: Partial<Record<string, string>> = {
  'api-token': '/api-tokens',
  user: '/users',
  role: '/roles',
  api: '/apis',
  preset: '/presets',
};

/** The page of what an event happened to. Undefined where there is none; what was deleted is told by its page. */
export function pageOf(targetType: string, targetId: string | null): string | undefined {
  if (targetType === 'account') return '/account';
  const page = PAGES[targetType];
  return page && targetId ? `${page}/${targetId}` : undefined;
}

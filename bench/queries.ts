/** The questions that are asked of every size, by what a person would call them. */
export interface Question {
  readonly label: string;
  readonly filter?: Record<string, unknown>;
  readonly orderBy?: readonly { readonly field: string; readonly direction?: string }[];
  /** The page in the middle instead of the first. */
  readonly middle?: boolean;
}

/** What the size's own rows say: ids of users, and the cursor's neighbours. */
export interface Facts {
  readonly largeOwner: string;
  readonly smallOwner: string;
  readonly ids: readonly string[];
}

const DAY = 86_400_000;
const before = (days: number): string => new Date(Date.now() - days * DAY).toISOString();
const FIELDS = ['NAME', 'OWNER', 'CREATED_BY', 'STATUS', 'CREATED_AT', 'EXPIRES_AT', 'LAST_USED_AT'];

export function filters({ largeOwner, smallOwner, ids }: Facts): Record<string, Record<string, unknown>> {
  return {
    'search: common word': { search: 'export' },
    'search: beginning of common words': { search: 'gr' },
    'search: two common words': { search: 'grafana tokyo' },
    'search: rare word': { search: 'unicorn' },
    'search: none': { search: 'nowhere' },
    'search: common and rare': { search: 'export unicorn' },
    'owner with many': { ownerIds: [largeOwner] },
    'owner with few': { ownerIds: [smallOwner] },
    creator: { createdByIds: [largeOwner] },
    ids: { ids },
    'status active': { statuses: ['ACTIVE'] },
    'status disabled': { statuses: ['DISABLED'] },
    'status expired': { statuses: ['EXPIRED'] },
    'status revoked': { statuses: ['REVOKED'] },
    'status expired or revoked': { statuses: ['EXPIRED', 'REVOKED'] },
    'kind access': { kinds: ['ACCESS'] },
    'level full access': { access: ['FULL_ACCESS'] },
    'scope listed': { scope: 'users:manage' },
    'scope by level': { scope: 'users:read' },
    'expires before now': { expiresBefore: before(0) },
    'expires after a year': { expiresAfter: before(-360) },
    'expires within 7 days': { expiresWithinDays: 7 },
    'created before 2 years': { createdBefore: before(730) },
    'created after a week': { createdAfter: before(7) },
    'used before 90 days': { lastUsedBefore: before(90) },
    'used after yesterday': { lastUsedAfter: before(1) },
    'never used': { neverUsed: true },
    'used at all': { neverUsed: false },
    'against policy': { againstPolicy: true },
    'in the policy': { againstPolicy: false },
    'owner, status and search': { ownerIds: [largeOwner], statuses: ['ACTIVE'], search: 'export' },
    'common, but none at once': { statuses: ['EXPIRED'], createdAfter: before(30) },
    'used, and never used': { search: 'export', neverUsed: true, lastUsedAfter: before(1) },
  };
}

export function questions(facts: Facts): Question[] {
  const orders = FIELDS.flatMap((field) =>
    ['ASC', 'DESC'].flatMap((direction): Question[] => {
      const orderBy = [{ field, direction }];
      return [
        { label: `sorted by ${field} ${direction}`, orderBy },
        { label: `sorted by ${field} ${direction}, middle`, orderBy, middle: true },
      ];
    }),
  );
  const filtered = Object.entries(filters(facts)).map(([label, filter]) => ({ label, filter }));
  return [...orders, ...filtered];
}

/** Every filter in every order: where the worst pair hides. */
export function pairs(facts: Facts): Question[] {
  return Object.entries(filters(facts)).flatMap(([label, filter]) =>
    FIELDS.flatMap((field) =>
      ['ASC', 'DESC'].map((direction) => ({
        label: `${label} / ${field} ${direction}`,
        filter,
        orderBy: [{ field, direction }],
      })),
    ),
  );
}

import type { AuditEventFilter } from '../features/audit/audit.inputs';
import { invalidInput } from '../graphql/errors';
import { MOST_IDS } from '../graphql/ids';
import { DateTimeScalar } from '../graphql/scalars';

/** Parameters that may stand several times: any of the values. */
const LISTS = {
  actorId: 'actorIds',
  actorTokenId: 'actorTokenIds',
  action: 'actions',
  targetType: 'targetTypes',
} as const satisfies Record<string, keyof AuditEventFilter>;

const KNOWN: readonly string[] = [...Object.keys(LISTS), 'targetId', 'since', 'until'];

/**
 * The filter of auditEvents as query parameters.
 * @throws BAD_USER_INPUT that names an unknown, empty, doubled or malformed one.
 */
export function parseAuditFilter(parameters: URLSearchParams): AuditEventFilter {
  for (const [name, value] of parameters) {
    if (!KNOWN.includes(name)) {
      throw invalidInput([name.slice(0, 100)], `There is no such parameter. There are: ${KNOWN.join(', ')}.`);
    }
    if (value === '') throw invalidInput([name], `${name} is empty; leave it out instead.`);
  }
  const filter: AuditEventFilter = {};
  for (const [name, field] of Object.entries(LISTS)) filter[field] = listOf(parameters, name);
  filter.targetId = singleOf(parameters, 'targetId');
  filter.since = dateOf(parameters, 'since');
  filter.until = dateOf(parameters, 'until');
  return filter;
}

function listOf(parameters: URLSearchParams, name: string): string[] | undefined {
  const values = parameters.getAll(name);
  if (values.length > MOST_IDS) throw invalidInput([name], `At most ${MOST_IDS} of ${name}.`);
  return values.length > 0 ? values : undefined;
}

function singleOf(parameters: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = parameters.getAll(name);
  if (more.length > 0) throw invalidInput([name], `Give ${name} once.`);
  return value;
}

function dateOf(parameters: URLSearchParams, name: string): Date | undefined {
  const text = singleOf(parameters, name);
  if (text === undefined) return undefined;
  try {
    return DateTimeScalar.parseValue(text);
  } catch {
    throw invalidInput([name], `${name} is a date and time with its offset, such as 2030-01-31T12:00:00Z.`);
  }
}

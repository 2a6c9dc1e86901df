import type { Catalogue } from '../../access/catalogue';
import { type FieldMistake, invalidInput, ScopegateError } from '../../graphql/errors';
import { cleanText } from '../../lib/name-key';
import type { ApiScope } from './api.entity';
import type { ApiScopeInput } from './api.inputs';

/** A scope as a registration brings it; what the input leaves out is kept, or follows from the scope's text. */
export type NewScope = Omit<ApiScope, 'accountId' | 'apiId' | 'apiKey' | 'gone'>;

const VERB = /[:./]([^:./]+)$/;

/** "orders:read" reads "Read", "refund" reads "Refund". */
function labelOf(scope: string): string {
  const verb = (VERB.exec(scope)?.[1] ?? scope).replace(/[-_]+/g, ' ').trim() || scope;
  return (verb.charAt(0).toUpperCase() + verb.slice(1)).slice(0, 100);
}

/**
 * The scopes that an SDL names, with what is said of them.
 * @param known what the API said before; counts where `said` is left out.
 * @throws BAD_USER_INPUT for what is said of scopes that the SDL doesn't name, and for implications beyond the API.
 */
export function describeScopes(
  named: readonly string[],
  said: readonly ApiScopeInput[] | undefined,
  known: ReadonlyMap<string, ApiScope>,
): NewScope[] {
  const within = new Set(named);
  const mistakes = (said ?? []).flatMap((input, index) => mistakesOf(input, within, index));
  if (new Set(said?.map(({ scope }) => scope)).size < (said?.length ?? 0))
    throw invalidInput(['scopes'], 'Name each scope once.');
  if (mistakes.length > 0) {
    throw new ScopegateError('BAD_USER_INPUT', mistakes.map(({ message }) => message).join(' '), { fields: mistakes });
  }
  const inputs = new Map(said?.map((input) => [input.scope, input]));
  return named.map((scope) => {
    const before = said ? undefined : known.get(scope);
    return before ? asBefore(before, within) : fromInput(scope, inputs.get(scope));
  });
}

function mistakesOf(
  { scope, implies = [] }: ApiScopeInput,
  within: ReadonlySet<string>,
  index: number,
): FieldMistake[] {
  const path = ['scopes', String(index)];
  const beyond = implies.filter((implied) => !within.has(implied));
  return [
    ...(within.has(scope) ? [] : [{ path: [...path, 'scope'], message: `${scope} is not in the SDL.` }]),
    ...beyond.map((implied) => ({ path: [...path, 'implies'], message: `${implied} is not a scope of this API.` })),
  ];
}

function fromInput(scope: string, input?: ApiScopeInput): NewScope {
  return {
    scope,
    label: input?.label === undefined ? labelOf(scope) : cleanText(input.label),
    description: cleanText(input?.description ?? ''),
    readOnly: input?.readOnly ?? false,
    implies: [...new Set(input?.implies)].filter((implied) => implied !== scope).sort(),
    docsUrl: input?.docsUrl ? new URL(String(input.docsUrl)).href : null,
  };
}

/** An SDL may name fewer scopes than what was said of the others speaks of. */
function asBefore(before: ApiScope, within: ReadonlySet<string>): NewScope {
  const { scope, label, description, readOnly, docsUrl } = before;
  return { scope, label, description, readOnly, docsUrl, implies: before.implies.filter((one) => within.has(one)) };
}

/** What somebody would hold through a change who doesn't now. */
export interface Grant {
  /** Scopes that others come to imply. */
  readonly implied: string[];
  /** Scopes that READ_ONLY tokens come to give. */
  readonly reading: string[];
  /** Scopes that were gone: whoever still lists them holds them again. */
  readonly returning: string[];
}

/**
 * Adding an implication, marking as reading or bringing back is a grant (P5, P8): while a scope is gone, nothing that lists
 * it shows what it will give. An implication between two scopes that the account didn't know gives nobody anything:
 * nothing lists the one, and whoever lists it later has to hold the other.
 * @param known what the API brought, the scopes that are gone included: somebody may list those.
 */
export function comingIn(
  before: Catalogue,
  after: Catalogue,
  scopes: readonly NewScope[],
  known: ReadonlyMap<string, Pick<ApiScope, 'readOnly' | 'gone'>>,
): Grant {
  const implied = scopes.flatMap(({ scope }) =>
    newlyImplied(before, after, scope).filter((reached) => known.has(scope) || known.has(reached)),
  );
  const reading = scopes.filter(({ scope, readOnly }) => readOnly && known.get(scope)?.readOnly === false);
  const returning = scopes.filter(({ scope }) => known.get(scope)?.gone);
  const named = (found: readonly NewScope[]) => found.map(({ scope }) => scope).sort();
  return { implied: [...new Set(implied)].sort(), reading: named(reading), returning: named(returning) };
}

/** What the scope comes to imply, directly or through others. */
export function newlyImplied(before: Catalogue, after: Catalogue, scope: string): string[] {
  const had = before.expand([scope]);
  return [...after.expand([scope])].filter((reached) => reached !== scope && !had.has(reached));
}

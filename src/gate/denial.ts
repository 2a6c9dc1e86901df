import { GraphQLError } from 'graphql';
import { fewestLacking } from './alternatives';
import type { Actor } from './actor';
import { covers, type Guard, normalise } from './guard';
import type { LocatedNeed } from './located-needs';

/** A guard that the caller doesn't satisfy, where it stands and where the operation ran into it. */
export interface MissingGuard {
  /** Schema coordinate of the marked element. */
  readonly coordinate: string;
  /** Response keys from the root (aliases), with list indices at run time. */
  readonly path: readonly string[];
  /** The whole guard; `[[]]` where any credential would do. */
  readonly anyOf: Guard;
}

/** Codes of `extensions.code` (rule 12). */
export type DenialCode = 'UNAUTHENTICATED' | 'INSUFFICIENT_SCOPE';

/** Everything that an answer to a refused operation can say. */
export interface Denial {
  readonly code: DenialCode;
  /** 401 when no usable credential was sent where one is needed, 403 when it was valid but not enough. */
  readonly status: 401 | 403;
  readonly missing: readonly MissingGuard[];
  /** Reserved scopes that were lacking: never part of `missing` or of the challenge. */
  readonly reserved: readonly string[];
  /** Value of `WWW-Authenticate` (RFC 6750, section 3). */
  readonly challenge: string;
}

/** Makes the error that a client sees. */
export type DenialError = (denial: Denial) => GraphQLError;

/** What is needed to describe a denial. */
export interface DenialSettings {
  readonly realm: string;
  readonly reserved: ReadonlySet<string>;
  readonly error: DenialError;
}

/** Alternatives carried along while the shortest one is looked for. */
const MOST_ALTERNATIVES = 16;

/** Describes what an actor lacks (rule 12). An actor that isn't there counts as nobody. */
export function describeDenial(
  settings: DenialSettings,
  actor: Actor | undefined,
  lacking: readonly LocatedNeed[],
): Denial {
  const authenticated = actor?.authenticated === true;
  const held = actor?.authenticated ? actor.scopes : new Set<string>();
  const shown = lacking.map((each) => toMissing(each, settings.reserved));
  const missing = shown.filter((each) => !authenticated || !covers(held, each.anyOf));
  const distinct = new Map(shown.map(({ anyOf }) => [JSON.stringify(anyOf), anyOf]));
  const hint = fewestLacking(distinct.values(), held, MOST_ALTERNATIVES);
  return {
    code: authenticated ? 'INSUFFICIENT_SCOPE' : 'UNAUTHENTICATED',
    status: authenticated ? 403 : 401,
    missing,
    reserved: reservedScopes(settings.reserved, held, lacking),
    challenge: challenge(settings.realm, authenticated ? 'insufficient_scope' : undefined, hint),
  };
}

function toMissing({ need, path }: LocatedNeed, reserved: ReadonlySet<string>): MissingGuard {
  const { anyOf } = need.requirement;
  return { coordinate: need.coordinate, path, anyOf: reserved.size === 0 ? anyOf : withoutReserved(anyOf, reserved) };
}

/** A guard as it may be shown: reserved scopes can't be granted, so naming them would only mislead. */
export function withoutReserved(guard: Guard, reserved: ReadonlySet<string>): Guard {
  return normalise(guard.map((alternative) => alternative.filter((scope) => !reserved.has(scope))));
}

function reservedScopes(
  reserved: ReadonlySet<string>,
  held: ReadonlySet<string>,
  lacking: readonly LocatedNeed[],
): string[] {
  const named = lacking.flatMap(({ need }) => need.requirement.anyOf.flat());
  return [...new Set(named)].filter((scope) => reserved.has(scope) && !held.has(scope)).sort();
}

/** A bearer challenge. Without a credential there is no `error` attribute (RFC 6750, 3.1). */
export function challenge(realm: string, error: string | undefined, scopes: readonly string[]): string {
  const attributes = [`realm="${realm.replace(/[^\x20\x21\x23-\x5B\x5D-\x7E]/g, '')}"`];
  if (error) attributes.push(`error="${error}"`);
  if (scopes.length > 0) attributes.push(`scope="${scopes.join(' ')}"`);
  return `Bearer ${attributes.join(', ')}`;
}

/** The error of rule 12, for servers that don't make their own. */
export function defaultDenialError({ code, missing, reserved }: Denial): GraphQLError {
  if (code === 'UNAUTHENTICATED')
    return new GraphQLError('This operation needs a valid credential.', { extensions: { code, missing } });
  const elements = [...new Set(missing.map((each) => each.coordinate))];
  const named = elements.slice(0, 5).join(', ') + (elements.length > 5 ? ', …' : '');
  const message =
    named || reserved.length === 0
      ? `The credential's scopes do not allow ${named || 'this operation'}.`
      : 'This credential cannot be used here.';
  return new GraphQLError(message, { extensions: { code, missing } });
}

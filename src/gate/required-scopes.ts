import type { Guard } from './guard';
import { minimalSets } from './alternatives';
import type { OperationRequest } from './check-operation';
import { type MissingGuard, withoutReserved } from './denial';
import { getGate } from './gate';
import { locateNeeds } from './located-needs';
import { findOperation, rawVariables } from './operation';

/** What an operation needs, and why. */
export interface RequiredScopes {
  /** Minimal sets of scopes, smallest first; `[[]]` when none is needed. */
  readonly alternatives: Guard;
  /** False when there are more alternatives than were listed. */
  readonly complete: boolean;
  /** Every guard on the way, in the order of the document. */
  readonly fields: readonly MissingGuard[];
}

const MOST_LISTED = 100;

/**
 * The scopes that let an operation run: all minimal alternatives, with the fields that ask for them. Variables that aren't given
 * count as not sent, and what they would leave out as included. Throws a TypeError for a schema that gateSchema didn't make, and a
 * RangeError when the document holds no single operation of that name.
 */
export function requiredScopes(request: OperationRequest): RequiredScopes {
  const gate = getGate(request.schema);
  const operation = findOperation(request.document, request.operationName);
  if (!operation) throw new RangeError('The document does not hold exactly one operation of that name.');
  const listing = { variables: rawVariables(request.variables), extent: 'all', lackedBy: undefined } as const;
  const located = locateNeeds(gate, operation, listing);
  const fields = located.map(({ need, path }) => {
    return { coordinate: need.coordinate, path, anyOf: withoutReserved(need.requirement.anyOf, gate.reserved) };
  });
  const distinct = new Map(fields.map(({ anyOf }) => [JSON.stringify(anyOf), anyOf]));
  const { sets, complete } = minimalSets([...distinct.values()], MOST_LISTED);
  return { alternatives: sets, complete, fields };
}

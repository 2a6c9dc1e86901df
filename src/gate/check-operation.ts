import type { DocumentNode, GraphQLSchema } from 'graphql';
import { type Actor, isActor } from './actor';
import { decide, type Verdict } from './decide';
import { type Denial, type DenialCode, describeDenial, type MissingGuard } from './denial';
import { type Gate, getGate, plansOf } from './gate';
import type { Guard } from './guard';
import { extentOf, type Mode, modeNow, stricter } from './mode';
import type { Operation } from './operation-walk';
import { areCoercible, findOperation, type RawVariables, rawVariables } from './operation';

/** A request as the static layer sees it. */
export interface OperationRequest {
  /** Made by gateSchema. */
  readonly schema: GraphQLSchema;
  /** Parsed and validated against the schema. */
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  /** As sent, not coerced. */
  readonly variables?: RawVariables;
}

/** What the static layer says of a request. `undecided` is never "allowed": the execution reports the mistake (rule 9). */
export type OperationCheck =
  | { readonly outcome: 'allowed' }
  | { readonly outcome: 'denied'; readonly code: DenialCode; readonly missing: readonly MissingGuard[] }
  | { readonly outcome: 'undecided'; readonly reason: 'variables' | 'operation' };

/**
 * Rule 9: what an operation is missing, all of it, before anything runs. `actor` may be whatever a context holds: a missing or
 * malformed one is denied. Of the schema's mode and `mode` the stricter counts; in filter mode a query is allowed to run as far
 * as the runtime layer can refuse its fields one by one. Throws a TypeError for a schema that gateSchema didn't make.
 */
export function checkOperation(
  request: OperationRequest & { readonly actor: Actor; readonly mode?: Mode },
): OperationCheck {
  const examined = examine(request, request.actor, request.mode);
  if (typeof examined === 'string') return { outcome: 'undecided', reason: examined };
  if (!examined.denial) return { outcome: 'allowed' };
  return { outcome: 'denied', code: examined.denial.code, missing: examined.denial.missing };
}

/**
 * The denial of a request with all that an answer needs, or undefined when it may go on to the execution (which reports what is
 * undecided). Cheaper than checkOperation on an allowed operation, whose variables only the execution coerces.
 */
export function findDenial(request: OperationRequest, actor: unknown, mode?: Mode): Denial | undefined {
  const gate = getGate(request.schema);
  const operation = findOperation(request.document, request.operationName);
  if (isActor(actor) && operation && isAllowed(gate, operation, request.variables, actor, mode)) return undefined;
  const examined = examine(request, actor, mode);
  return typeof examined === 'string' ? undefined : examined.denial;
}

function isAllowed(gate: Gate, operation: Operation, raw: RawVariables, actor: Actor, mode: Mode | undefined): boolean {
  const variables = rawVariables(raw);
  const extent = extentOf(stricter(modeNow(gate.mode), mode && modeNow(mode)), operation.node.operation);
  return plansOf(gate, operation).for(variables).allows(actor, variables, extent);
}

function examine(
  request: OperationRequest,
  actor: unknown,
  mode: Mode | undefined,
): Verdict | 'variables' | 'operation' {
  const gate = getGate(request.schema);
  if (!isActor(actor)) return { denial: describeDenial(gate, undefined, []) };
  const operation = findOperation(request.document, request.operationName);
  if (!operation) return 'operation';
  if (!areCoercible(request.schema, operation, request.variables)) return 'variables';
  return decide(
    gate,
    operation,
    rawVariables(request.variables),
    actor,
    stricter(modeNow(gate.mode), mode && modeNow(mode)),
  );
}

/**
 * The schema to execute an allowed request with: the one with the original resolvers when nothing is left for the runtime layer
 * to look at (a compiler then keeps its shortcuts), and the gated one in every other case. It decides anew, so the proof belongs
 * to this very operation, these variables and this actor (rule 10): pass the same ones to the execution. Guarded enum values in
 * results, `_entities`, subscriptions and the modes filter and observe always take the gated schema.
 */
export function executableFor(request: OperationRequest & { readonly actor: unknown }): GraphQLSchema {
  const { schema, actor } = request;
  const gate = getGate(schema);
  const operation = findOperation(request.document, request.operationName);
  if (!isActor(actor) || !operation || operation.node.operation === 'subscription' || gate.mode !== 'reject')
    return schema;
  const variables = rawVariables(request.variables);
  const plan = plansOf(gate, operation).for(variables);
  return !plan.screened && !plan.hasEntities && plan.allows(actor, variables, 'all') ? gate.original : schema;
}

/** The scopes that an operation asks about, sorted, separated by `, `: the value of `X-Accepted-OAuth-Scopes`. Made once for each known operation. */
export function acceptedScopes(request: OperationRequest): string {
  const gate = getGate(request.schema);
  const operation = findOperation(request.document, request.operationName);
  return operation ? plansOf(gate, operation).for(rawVariables(request.variables)).acceptedScopes(gate.reserved) : '';
}

/**
 * Every guard that an operation meets and that asks for scopes. Which of its alternatives a caller holds says what the call used.
 * Mostly the same list for the same operation, so that what follows from it can be kept.
 */
export function guardsMet(request: OperationRequest): readonly Guard[] {
  const gate = getGate(request.schema);
  const operation = findOperation(request.document, request.operationName);
  if (!operation) return [];
  const variables = rawVariables(request.variables);
  return plansOf(gate, operation).for(variables).guards(variables);
}

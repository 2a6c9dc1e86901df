import type { ApolloServerPlugin } from '@apollo/server';
import type { Limits } from '../../config';
import type { Context } from '../../context';
import { ScopegateError } from '../../graphql/errors';
import { type OperationSize, sizeOfOperation } from './operation-size';

/**
 * Refuses what is too deep, too wide or too costly before anything runs. In didResolveOperation: a validation rule
 * doesn't run for a document that was validated before.
 */
export function limitsPlugin(limits: Limits): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          if (!operation) return;
          const size = sizeOfOperation({ schema, document, operation }, request.variables ?? {});
          assertWithinLimits(size, limits);
          if (contextValue.operation) contextValue.operation.cost = size.cost;
        },
      };
    },
  };
}

export function isWithinLimits({ depth, aliases, cost }: OperationSize, limits: Limits): boolean {
  return depth <= limits.depth && aliases <= limits.aliases && cost <= limits.cost;
}

/** @throws COST_EXCEEDED that names the limit, what the operation has, and what to do. */
export function assertWithinLimits({ depth, aliases, cost }: OperationSize, limits: Limits): void {
  if (depth > limits.depth) {
    throw tooMuch(
      `The operation is ${show(depth)} fields deep; the limit is ${show(limits.depth)}. Ask for the inner parts in operations of their own.`,
    );
  }
  if (aliases > limits.aliases) {
    throw tooMuch(
      `The operation has ${show(aliases)} aliases; the limit is ${show(limits.aliases)}. Split it into several operations.`,
    );
  }
  if (cost > limits.cost) {
    throw tooMuch(
      `The operation costs ${show(cost)} points; the limit is ${show(limits.cost)}. Ask for smaller pages (first, last) or fewer lists inside lists.`,
    );
  }
}

/** For the parser, which stops at the limit. @param tokens as far as they were counted. */
export function tooManyTokens(tokens: string, limit: number): ScopegateError {
  return tooMuch(`The document has ${tokens} tokens; the limit is ${show(limit)}. Split it into several operations.`);
}

/** For the validation, which compares what has the same name. */
export function tooManyFields(): ScopegateError {
  return tooMuch('The document asks for the same fields too many times. Ask for each of them once.');
}

export function show(count: number): string {
  return count < 1e12 ? count.toLocaleString('en') : 'more than 1,000,000,000,000';
}

function tooMuch(message: string): ScopegateError {
  return new ScopegateError('COST_EXCEEDED', message);
}

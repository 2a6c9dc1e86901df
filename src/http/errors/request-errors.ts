import type { GraphQLRequestContext } from '@apollo/server';
import { type ASTNode, GraphQLError, isValueNode, Kind, type ValueNode } from 'graphql';
import type { Limits } from '../../config';
import type { Context } from '../../context';
import { type FieldMistake, ScopegateError } from '../../graphql/errors';
import { tooManyFields, tooManyTokens } from '../limits/limits.plugin';
import { countTokens } from '../limits/token-count';
import { LiteralPlaces } from './literal-mistakes';
import { causes, ownErrorIn, type ShownError, shownAs } from './shown-error';
import { withoutTokens } from '../../graphql/syntax-mistake';
import { variableMistakes } from './variable-mistakes';

/** The errors that GraphQL itself makes of a request before anything runs. */
export const REQUEST_ERRORS = new WeakSet<ShownError>();

type Failed = Pick<GraphQLRequestContext<Context>, 'schema' | 'document' | 'operation' | 'request'>;

/** Parsing, validation, coercion: told without the values that graphql-js prints, for they may be secrets (S1). */
export class RequestErrors {
  private places?: LiteralPlaces;
  private mistakes?: FieldMistake[];

  constructor(
    private readonly failed: Failed,
    private readonly limits: Limits,
  ) {}

  /** Undefined for an error of another kind. */
  show(error: GraphQLError): ShownError | undefined {
    const code = error.extensions['code'];
    if (code === 'GRAPHQL_PARSE_FAILED') return this.showSyntax(error);
    if (code === 'GRAPHQL_VALIDATION_FAILED') return this.showValidation(error);
    if (code === 'OPERATION_RESOLUTION_FAILURE') return refused(withoutName(error.message), code);
    if (isCoercion(error)) return this.showCoercion();
    if (isArgument(error)) return shownAs(new ScopegateError('BAD_USER_INPUT', NULL_ARGUMENT));
    return undefined;
  }

  private showSyntax({ message, source }: GraphQLError): ShownError {
    if (source && message.includes('Parsing aborted')) {
      return shownAs(tooManyTokens(countTokens(source, this.limits.tokens), this.limits.tokens));
    }
    return refused(withoutTokens(message), 'GRAPHQL_PARSE_FAILED');
  }

  private showValidation(error: GraphQLError): ShownError {
    if (error.message === TOO_MANY_COMPARISONS) return shownAs(tooManyFields());
    const literal = error.nodes?.find(isLiteral);
    // A scalar's own error comes without a place, or in our words.
    const isAboutValue = literal !== undefined || ownErrorIn(error) !== undefined;
    if (!isAboutValue || NAMED_ONLY.test(error.message)) return refused(error.message, 'GRAPHQL_VALIDATION_FAILED');
    const mistake = this.placesOfLiterals()?.mistakeAt(literal, error);
    const message = mistake?.message ?? 'A value in the document is not of the type that is expected there.';
    return refused(message, 'GRAPHQL_VALIDATION_FAILED', mistake && [mistake]);
  }

  private placesOfLiterals(): LiteralPlaces | undefined {
    const { schema, document } = this.failed;
    if (document) this.places ??= new LiteralPlaces(schema, document);
    return this.places;
  }

  /** One error of graphql-js for each mistake, in the same order. */
  private showCoercion(): ShownError {
    const { schema, operation, request } = this.failed;
    this.mistakes ??= operation ? variableMistakes(schema, operation, request.variables ?? {}) : [];
    const mistake = this.mistakes.shift();
    const message = mistake?.message ?? 'The variables are not valid.';
    return refused(message, 'BAD_USER_INPUT', mistake && [mistake]);
  }
}

/** graphql-js gives up on documents whose fields it would have to compare without end. */
const TOO_MANY_COMPARISONS = 'Validation aborted.';

/** Messages about fields of an input object print types and names alone. */
const NAMED_ONLY = /^Field "[\w.]+" (?:of required type "[^"]+" was not provided\.|is not defined by type )/;

function refused(message: string, code: string, fields?: readonly FieldMistake[]): ShownError {
  const extensions = { code, ...(fields && { fields }) };
  const shown: ShownError = { message, extensions, status: 400, headers: {} };
  REQUEST_ERRORS.add(shown);
  return shown;
}

function isLiteral(node: ASTNode): node is ValueNode {
  return isValueNode(node) && node.kind !== Kind.VARIABLE;
}

/** graphql-js reports these at the definition of the variable, before anything runs. */
function isCoercion({ nodes, path, message }: GraphQLError): boolean {
  if (path) return false;
  return nodes?.length === 1
    ? nodes[0]?.kind === Kind.VARIABLE_DEFINITION
    : message.startsWith('Too many errors processing variables');
}

const NULL_ARGUMENT = 'An argument that must not be null is null or was left out.';

/** A variable that may be null where the argument may not: only the execution finds out. */
function isArgument(error: GraphQLError): boolean {
  const innermost = causes(error).at(-1);
  const isGraphqls = innermost instanceof GraphQLError && !(innermost instanceof ScopegateError);
  return isGraphqls && innermost.message.startsWith('Argument "');
}

/** The name that was asked for is not in the document, so that it can be anything. */
function withoutName(message: string): string {
  return message.startsWith('Unknown operation') ? 'The document has no operation of that name.' : message;
}

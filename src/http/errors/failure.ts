import { basename } from 'node:path';
import { causes } from './shown-error';

/** What the log keeps of an unexpected error. */
export interface Failure {
  readonly type: string;
  readonly code?: string;
  readonly errno?: number;
  readonly message?: string;
  /** Where it happened, innermost first. */
  readonly at: readonly string[];
}

const FRAMES = 8;

/**
 * An error for the log: a database's message, its SQL and its parameters hold values, and so does what other messages
 * quote. None of it is logged.
 */
export function describeFailure(error: unknown): Failure {
  const innermost = causes(error).at(-1);
  if (!(innermost instanceof Error)) return { type: typeof innermost, at: [] };
  const { code, errno } = innermost as Error & { code?: unknown; errno?: unknown };
  const fromDatabase = 'query' in innermost || 'sql' in innermost || 'driverError' in innermost;
  return {
    type: innermost.constructor.name,
    ...(typeof code === 'string' && { code }),
    ...(typeof errno === 'number' && { errno }),
    ...(!fromDatabase && { message: withoutQuotations(innermost.message) }),
    at: frames(innermost.stack ?? ''),
  };
}

/** JSON.parse, parsers and converters quote what they were given. */
function withoutQuotations(message: string): string {
  return message.replace(/"[^"]*"?|'[^']*'?|`[^`]*`?/g, '…').slice(0, 500);
}

function frames(stack: string): string[] {
  const found = [...stack.matchAll(/^ {4}at (?:(.+?) \()?(.+?):(\d+):\d+\)?$/gm)];
  return found.slice(0, FRAMES).map(([, name = '', file = '', line]) => `${name} ${basename(file)}:${line}`.trim());
}

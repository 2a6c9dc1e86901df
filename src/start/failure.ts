/** What went wrong, for an operator's terminal: in one line, without a stack. */
export function oneLine(error: unknown): string {
  const { message, code } = error instanceof Error ? (error as Error & { code?: string }) : { message: String(error) };
  return (message || code || 'unknown error').replace(/\s*\n\s*/g, ' ');
}

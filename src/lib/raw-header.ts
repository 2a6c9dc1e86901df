/** Every value that a request sent under the name, in lower case: Node's own `headers` keep the first of several, and say nothing. */
export function rawHeader(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
}

/**
 * The choices of an Accept or Accept-Encoding header, in lower case, with their weights: 1 unless told, and 0, which
 * refuses, when malformed (RFC 9110 section 12.4.2).
 */
export function acceptedQualities(header = ''): Map<string, number> {
  const choices = header.split(',').map((choice) => {
    const [name = '', ...parameters] = choice.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='));
    return [name, weight === undefined ? 1 : Number(weight.slice(2)) || 0] as const;
  });
  return new Map(choices);
}

/**
 * graphql-js prints the token that it stumbled over, and a text in a document may be a secret. Kind and place are enough
 * to find it: `Syntax Error: Expected ":", found String.`
 */
export function withoutTokens(message: string): string {
  return message
    .replace(/\b(Name|Int|Float|String|BlockString|Comment) "[\s\S]*"/, '$1')
    .replace(/(sequence|character|got|digit): [\s\S]*$/, '$1.');
}

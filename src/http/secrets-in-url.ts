import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, GraphQLError, visit } from 'graphql';
import type { Context } from '../context';

/** Names of inputs that hold secrets (S1); `session` is what old scripts call a token in a URL (U4). */
const SECRET = /(?:secret|password|token|code)$/i;
const SECRET_PARAMETER = /(?:secret|password|token|code)$|^session$/i;

/** A URL stays in histories, proxies' logs and Referer headers: nothing secret travels in one. */
export function secretsInUrlPlugin(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart({ request }) {
      if (request.http?.method !== 'GET') return undefined;
      return {
        async didResolveOperation({ document }) {
          const name = secretIn(request.variables) ?? secretInDocument(document);
          if (!name) return;
          throw new GraphQLError(secretInUrl(name), { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
        },
      };
    },
  };
}

/** The first parameter of a query string that is named like a secret. */
export function secretParameter(search: string): string | undefined {
  if (search === '') return undefined;
  return [...new URLSearchParams(search).keys()].find((name) => SECRET_PARAMETER.test(name))?.slice(0, 100);
}

/** Names the input, and what to do instead. */
export function secretInUrl(name: string): string {
  return `"${name}" must not be sent in a URL, where it would be kept: use POST, and the Authorization header for a token.`;
}

function secretIn(value: unknown, depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null || depth > 50) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const found = SECRET.test(name) ? name : secretIn(inner, depth + 1);
    if (found !== undefined) return found.slice(0, 100);
  }
  return undefined;
}

function secretInDocument(document: DocumentNode): string | undefined {
  let found: string | undefined;
  const look = ({ name }: { readonly name: { readonly value: string } }) => {
    if (SECRET.test(name.value)) found ??= name.value;
  };
  visit(document, { Argument: look, ObjectField: look, VariableDefinition: ({ variable }) => look(variable) });
  return found;
}

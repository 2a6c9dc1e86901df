import type { ApolloServerPlugin } from '@apollo/server';
import {
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql';
import { ANONYMOUS } from '../access/actor';
import type { Context } from '../context';
import { ScopegateError } from '../graphql/errors';

/** Who is at the door speaks for nobody yet. */
const ENTRIES: ReadonlySet<string> = new Set([
  'logIn',
  'logInWithAccessToken',
  'acceptInvitation',
  'requestPasswordReset',
  'confirmEmail',
]);
const STARTING_A_SESSION: ReadonlySet<string> = new Set(['logIn', 'logInWithAccessToken', 'acceptInvitation']);

/**
 * Log-in, invitation, reset and the link of a new address don't read cookies (U1), so that a dead one never stands in
 * their way; and they are decided on as anonymous whatever else was sent: afterwards the request is somebody else's, and
 * nothing in it may run on rights of whoever sent it. For every other operation a bad cookie is 401 and is cleared.
 * Stands before the gate.
 */
export function entryPlugin(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ contextValue, operation, document }) {
          if (!operation) return;
          const fields = rootFields(operation, document);
          if (fields.some((field) => STARTING_A_SESSION.has(field))) assertOwnOrigin(contextValue);
          if (fields.some((field) => ENTRIES.has(field))) assertAlone(contextValue, fields);
          else assertGoodCookie(contextValue);
        },
      };
    },
  };
}

/** Log-in CSRF: another site must not put somebody into an account of its choice. */
function assertOwnOrigin({ request }: Context): void {
  if (!request.fromElsewhere) return;
  throw new GraphQLError('Logging in from this origin is not allowed.', {
    extensions: { code: 'BAD_REQUEST', http: { status: 403 } },
  });
}

function assertGoodCookie({ refusedCookie, answer }: Context): void {
  if (!refusedCookie) return;
  // One whose owner may not use tokens for now is as good as before once they may; two credentials say nothing of it.
  const bad = refusedCookie instanceof ScopegateError && refusedCookie.status === 401;
  if (bad) answer.sessionCookie = null;
  throw refusedCookie;
}

function assertAlone(context: Context, fields: readonly string[]): void {
  if (fields.some((field) => !ENTRIES.has(field))) {
    throw new GraphQLError('Log in, or use a link, in an operation of its own.', {
      extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
    });
  }
  Object.assign(context, { actor: ANONYMOUS, accountId: undefined });
}

/** The names of an operation's root fields, those in fragments too, whatever their conditions. */
function rootFields(operation: OperationDefinitionNode, document: DocumentNode): string[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const names: string[] = [];
  const waiting = [operation.selectionSet];
  for (let set = waiting.pop(); set; set = waiting.pop()) {
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) names.push(selection.name.value);
      else if (selection.kind === Kind.INLINE_FRAGMENT) waiting.push(selection.selectionSet);
      else {
        const fragment = fragments.get(selection.name.value);
        // Each once: a document may spread the same one a thousand times.
        fragments.delete(selection.name.value);
        if (fragment) waiting.push(fragment.selectionSet);
      }
    }
  }
  return names.filter((name) => name !== '__typename');
}

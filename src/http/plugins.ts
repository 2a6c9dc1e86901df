import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { heldScopes } from '../access/actor';
import { usedScopes } from '../access/used-scopes';
import type { Context, Deps } from '../context';
import { acceptedScopes, guardsMet } from '../gate';
import { answerType } from './media-type';

/** Of these the credential wasn't accepted for what was asked. */
const REFUSED: readonly (number | undefined)[] = [401, 403, 429];

/** What every answer tells of the credential (U2), and that it was used (U6). */
export function credentialPlugin({ usage }: Deps): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      let ran = false;
      return {
        async executionDidStart() {
          ran = true;
        },
        async willSendResponse(request) {
          tellCredential(request);
          if (ran && !REFUSED.includes(request.response.http.status)) recordUse(request, usage);
        },
      };
    },
  };
}

/** What the log knows of the operation, and the media type of its answer. */
export function operationPlugin(): ApolloServerPlugin<Context> {
  return {
    async requestDidStart({ request, response }) {
      response.http.headers.set('content-type', answerType(request.http?.headers.get('accept')));
      return {
        async didResolveOperation({ contextValue, operationName }) {
          if (contextValue.operation && operationName) contextValue.operation.name = operationName;
        },
      };
    },
  };
}

function tellCredential({ contextValue, schema, document, operation, request }: GraphQLRequestContext<Context>): void {
  const { actor, answer } = contextValue;
  if (!actor.authenticated) return;
  answer.headers.set(
    'x-oauth-scopes',
    heldScopesOf(actor.scopes, () => heldScopes(actor).join(', ')),
  );
  if (document && operation) {
    const { operationName, variables } = request;
    answer.headers.set('x-accepted-oauth-scopes', acceptedScopes({ schema, document, operationName, variables }));
  }
  if (!actor.tokenExpiresAt) return;
  const days = Math.floor((actor.tokenExpiresAt.getTime() - Date.now()) / 86_400_000);
  answer.headers.set('scopegate-token-expires-in-days', String(days));
}

/** Equal rights are the same Set, so that the text is made once for each. */
const texts = new WeakMap<ReadonlySet<string>, string>();

function heldScopesOf(scopes: ReadonlySet<string>, make: () => string): string {
  const known = texts.get(scopes);
  if (known !== undefined) return known;
  const text = make();
  texts.set(scopes, text);
  return text;
}

function recordUse(request: GraphQLRequestContext<Context>, usage: Deps['usage']): void {
  const { actor, request: sender } = request.contextValue;
  if (!actor.authenticated) return;
  const { tokenId, sessionId, throughOverlap } = actor;
  usage.record({
    at: new Date(),
    address: sender.address,
    client: sender.client,
    tokenId,
    sessionId,
    throughOverlap,
    scopes: tokenId ? usedScopes(guardsOf(request), actor.scopes) : undefined,
  });
}

function guardsOf({ schema, document, request }: GraphQLRequestContext<Context>): ReturnType<typeof guardsMet> {
  const { operationName, variables } = request;
  return document ? guardsMet({ schema, document, operationName, variables }) : [];
}

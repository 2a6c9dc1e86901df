import type { ApolloServerPlugin } from '@apollo/server';
import { heldScopes } from '../access/actor';
import type { Context, Deps } from '../context';

/** What every answer tells of the credential (U2), and that it was used (U6). */
export function credentialPlugins({ usage }: Deps): ApolloServerPlugin<Context>[] {
  return [
    {
      async requestDidStart() {
        return {
          async willSendResponse({ contextValue, response }) {
            tellCredential(contextValue);
            const refused = [401, 403].includes(response.http.status ?? 200);
            if (!refused) recordUse(contextValue, usage);
          },
        };
      },
    },
  ];
}

function tellCredential({ actor, answer }: Context): void {
  if (!actor.authenticated) return;
  answer.headers.set('x-oauth-scopes', heldScopes(actor).join(', '));
  if (!actor.tokenExpiresAt) return;
  const days = Math.floor((actor.tokenExpiresAt.getTime() - Date.now()) / 86_400_000);
  answer.headers.set('scopegate-token-expires-in-days', String(days));
}

function recordUse({ actor, request }: Context, usage: Deps['usage']): void {
  if (!actor.authenticated) return;
  const { tokenId, sessionId, throughOverlap } = actor;
  usage.record({ at: new Date(), address: request.address, client: request.client, tokenId, sessionId, throughOverlap });
}

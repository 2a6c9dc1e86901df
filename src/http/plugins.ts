import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import type { Context, Deps } from '../context';
import type { OperationRequest } from '../gate';
import { recordUse, tellCredential } from './credential-answer';
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
          const { contextValue, response } = request;
          const asked = askedOf(request);
          tellCredential(contextValue, request.operation && asked);
          if (ran && !REFUSED.includes(response.http.status)) recordUse(contextValue, asked, usage);
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

function askedOf({ schema, document, request }: GraphQLRequestContext<Context>): OperationRequest | undefined {
  const { operationName, variables } = request;
  return document && { schema, document, operationName, variables };
}

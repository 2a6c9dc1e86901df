import { Directive } from 'type-graphql';

/** Marks of the gate (scope-directive): every root field carries one, or the server doesn't start. */

/** OR of ANDs: `@RequiresScopes(['a', 'b'], ['c'])` means (a AND b) OR c. */
export const RequiresScopes = (...anyOf: string[][]): PropertyDecorator & MethodDecorator & ClassDecorator =>
  // JSON of lists of texts is GraphQL, too.
  Directive(`@requiresScopes(scopes: ${JSON.stringify(anyOf)})`);

/** Any valid credential will do. */
export const Authenticated = (): PropertyDecorator & MethodDecorator & ClassDecorator => Directive('@authenticated');

/** Only a person's own log-in: no token, no exchanged session. */
export const RequiresLogin = (): PropertyDecorator & MethodDecorator & ClassDecorator => Directive('@requiresLogin');

/** Deliberately open. */
export const Public = (): PropertyDecorator & MethodDecorator & ClassDecorator => Directive('@public');

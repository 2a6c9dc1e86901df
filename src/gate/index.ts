// Rules are cited by their numbers: docs/gate/rules.md says what they are.
export { type Actor, ANONYMOUS } from './actor';
export { apolloGate, type ApolloGate } from './adapters/apollo';
export { mercuriusGate } from './adapters/mercurius';
export type { AdapterOptions } from './adapters/refusal';
export { type EnvelopGate, useGate } from './adapters/yoga';
export { readAuthorization } from './bearer';
export {
  acceptedScopes,
  checkOperation,
  executableFor,
  guardsMet,
  type OperationCheck,
  type OperationRequest,
} from './check-operation';
export { CredentialError, VerifierUnavailable } from './credential-error';
export { type Denial, type DenialCode, type DenialError, defaultDenialError, type MissingGuard } from './denial';
export { guardsOf, unwrappedSchema } from './gate';
export { GateError, type Mistake } from './gate-error';
export type { GateOptions } from './gate-options';
export { gateSchema } from './gate-schema';
export type { Guard } from './guard';
export type { Mode, Observation, ObserveMode } from './mode';
export { assertNoBypass, BypassError, type Lint, type Report } from './no-bypass/assert-no-bypass';
export { requiredScopes, type RequiredScopes } from './required-scopes';
export { gateTypeDefs } from './type-defs';
export { createVerifier, type Verifier, type VerifierCache, type VerifierOptions } from './verifier';

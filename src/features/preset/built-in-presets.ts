import type { Catalogue, Permission } from '../../access/catalogue';

interface BuiltInPreset {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** Which permissions of a catalogue it holds; of those, the ones that may stand on a token. */
  readonly holds: (permission: Permission) => boolean;
}

const oneOf =
  (...scopes: string[]) =>
  ({ scope }: Permission) =>
    scopes.includes(scope);

/** The presets that every account has (T5). Their scopes follow from the catalogue at the moment of use. */
export const BUILT_IN_PRESETS: readonly BuiltInPreset[] = [
  {
    key: 'read-everything',
    name: 'Read everything',
    description: 'Every scope that only reads, of Scopegate and of the registered APIs.',
    holds: ({ readOnly }) => readOnly,
  },
  {
    key: 'token-automation',
    name: 'Token automation',
    description: 'For a program that makes, rotates and ends tokens of its own.',
    holds: oneOf('own-api-tokens:manage', 'api-tokens:rotate-self'),
  },
  {
    key: 'ci-deployment',
    name: 'CI deployment',
    description: 'For a pipeline that reads the registered APIs and keeps its own token fresh.',
    holds: oneOf('apis:read', 'api-tokens:rotate-self'),
  },
  {
    key: 'introspection-service',
    name: 'Introspection service',
    description: 'For a service that asks whether the tokens of its callers are active.',
    holds: oneOf('api:introspect', 'api-tokens:rotate-self'),
  },
];

/** @returns sorted. */
export function scopesOfBuiltIn(key: string, catalogue: Catalogue): string[] {
  const preset = BUILT_IN_PRESETS.find((candidate) => candidate.key === key);
  const held = catalogue.permissions.filter((permission) => permission.grantableToTokens && preset?.holds(permission));
  return held.map(({ scope }) => scope).sort();
}

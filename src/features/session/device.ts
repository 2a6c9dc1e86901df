import type { Context } from '../../context';

/** The signed mark of a device on which this person logged in: proves that and nothing else, so it opens nothing. */
export function deviceMark({ deps }: Context, userId: string): string {
  const { keyId, hash } = deps.keys.hash('device', userId);
  return `${keyId}.${hash}`;
}

/** Whether the request comes from a device on which that person logged in before. */
export function isKnownDevice({ deps, request }: Context, userId: string): boolean {
  const [keyId = '', hash = ''] = request.device?.split('.') ?? [];
  return deps.keys.matches('device', userId, { keyId, hash });
}

import { useCan, useOwnLogIn } from '../../api/viewer';
import type { UserRow } from './user-documents';

/** Whom the viewer may change: people in a log-in of one's own only (P6). */
export function useMayManage(): (user: Pick<UserRow, 'kind'>) => boolean {
  const [can, own] = [useCan('users:manage'), useOwnLogIn()];
  return ({ kind }) => can && (own || kind === 'SERVICE');
}

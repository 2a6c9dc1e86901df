import { useClient } from 'urql';
import { useCan } from '../../api/viewer';
import { LAST_SAVED_BY, ROLE, type Role } from './documents';

/** The version that stands in the way: what it says, who saved it as far as one may know, and when. */
export interface SavedRole {
  readonly role: Role;
  readonly who?: string;
  readonly at: string;
}

/** Asks for the newest version of a role; undefined when it can't be had. */
export function useSavedRole(id: string): () => Promise<SavedRole | undefined> {
  const client = useClient();
  const readsAudit = useCan('audit:read');
  return async () => {
    const fresh = { requestPolicy: 'network-only' } as const;
    const { data } = await client.query(ROLE, { id }, fresh).toPromise();
    if (!data?.role) return undefined;
    const events = readsAudit
      ? (await client.query(LAST_SAVED_BY, { id }, fresh).toPromise()).data?.auditEvents
      : undefined;
    return { role: data.role, who: events?.nodes[0]?.actorName, at: data.role.updatedAt };
  };
}

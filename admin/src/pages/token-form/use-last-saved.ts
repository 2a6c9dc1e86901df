import { useClient } from 'urql';
import { type EditedToken, LAST_SAVED } from './documents';

/** The version that stands in the way: what it says, who saved it and when. */
export interface Saved {
  readonly token: EditedToken;
  readonly who?: string;
  readonly at: string;
}

/** Asks for the newest version of a token; undefined when it can't be had. */
export function useLastSaved(id: string): () => Promise<Saved | undefined> {
  const client = useClient();
  return async () => {
    const { data } = await client.query(LAST_SAVED, { id }, { requestPolicy: 'network-only' }).toPromise();
    if (!data?.apiToken) return undefined;
    const { auditEvents, ...token } = data.apiToken;
    const [last] = auditEvents.nodes;
    return { token, who: last?.actorName, at: last?.at ?? token.updatedAt };
  };
}

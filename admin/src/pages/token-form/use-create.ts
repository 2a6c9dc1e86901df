import { useState } from 'react';
import { useClient } from 'urql';
import { type Outcome, useChange } from '../../api/change';
import { type Problem, problemOf } from '../../api/problem';
import { useViewer } from '../../api/viewer';
import { countWords } from '../../parts/count-words';
import { REGENERATE_SEVERAL } from '../api-tokens/documents';
import type { ShownSecret } from '../api-tokens/secret-use';
import { NEWEST } from './documents';
import { nameKey } from './names';

/** Further apart no two clocks should be; an older token of the name is never taken for the new one. */
const CLOCKS_APART_MS = 300_000;

/** Read when something is pressed, never while rendering. */
const present = (): number => Date.now();

/** Of the changes that `useCreate` sends. */
export const LOOKS_FIRST = 'trying again looks first';

/** A token with its plain secret, as the API answers. */
interface Made {
  readonly secret: string;
  readonly apiToken: { readonly name: string };
}

/** What a creation is about, to find it again. */
interface Wanted {
  readonly names: readonly string[];
  readonly ownerId: string;
}

interface Found {
  readonly id: string;
  readonly name: string;
}

const shown = ({ secret, apiToken: { name } }: Made): ShownSecret => ({ name, secret });

/**
 * Creates tokens, and keeps its head when no answer comes: their names are looked up before anything is sent again, and
 * tokens that are there without their secrets can be regenerated.
 */
export function useCreate(send: () => Promise<Outcome<readonly Made[]>>, wanted: Wanted) {
  const regeneration = useChange(REGENERATE_SEVERAL);
  const lookUp = useLookUp(wanted);
  const [secrets, setSecrets] = useState<readonly ShownSecret[]>();
  const [unclearSince, setUnclearSince] = useState<number>();
  const [found, setFound] = useState<readonly Found[]>();
  const [busy, setBusy] = useState(false);

  /** @returns what stood against it; undefined when it is done, cancelled, or found to have happened. */
  async function create(): Promise<Problem | undefined> {
    setBusy(true);
    const problem = await tryOnce(present());
    setBusy(false);
    return problem;
  }

  async function tryOnce(now: number): Promise<Problem | undefined> {
    if (unclearSince !== undefined) {
      const before = await lookUp(unclearSince);
      if (before.problem) return before.problem;
      if (before.found) {
        setFound(before.found);
        return undefined;
      }
    }
    const { data, problem } = await send();
    const unclear = problem?.outcomeUnknown === true;
    setUnclearSince(unclear ? now : undefined);
    if (data) setSecrets(data.map(shown));
    const there = unclear ? (await lookUp(now)).found : undefined;
    if (there) setFound(there);
    if (there) return undefined;
    return problem;
  }

  async function regenerate(): Promise<void> {
    if (!found) return;
    const [first] = found;
    const waiting = found.length > 1 ? countWords(found.length, 'token') : (first?.name ?? '');
    const { data } = await regeneration.run(
      { input: { ids: found.map(({ id }) => id) } },
      { waiting: `regenerate ${waiting}` },
    );
    if (!data) return;
    setFound(undefined);
    setSecrets(data.regenerateApiTokens.secrets.map(shown));
  }

  const names = found?.map(({ name }) => name);
  return {
    create,
    busy,
    secrets,
    lost: names && { names, regenerate, regeneration, forget: () => setFound(undefined) },
  };
}

/** Whether they are there after all, each of them; a problem when that can't be said either. */
function useLookUp({ names, ownerId }: Wanted) {
  const client = useClient();
  const { user } = useViewer();
  return async (since: number): Promise<{ found?: readonly Found[]; problem?: Problem }> => {
    const [only = '', ...more] = names;
    const filter = {
      ...(more.length === 0 && { search: only.slice(0, 200) }),
      ownerIds: [ownerId],
      createdByIds: [user.id],
      createdAfter: new Date(since - CLOCKS_APART_MS).toISOString(),
    };
    const { data, error } = await client.query(NEWEST, { filter }, { requestPolicy: 'network-only' }).toPromise();
    const keys = new Set(names.map(nameKey));
    const found = data?.apiTokens.nodes.filter(({ name }) => keys.has(nameKey(name))) ?? [];
    if (found.length === names.length) return { found };
    return { problem: problemOf(error) };
  };
}

export type Lost = NonNullable<ReturnType<typeof useCreate>['lost']>;

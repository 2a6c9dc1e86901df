import { useState } from 'react';
import { useClient } from 'urql';
import { type Outcome, useChange } from '../../api/change';
import type { ResultOf } from '../../api/graphql';
import { type Problem, problemOf } from '../../api/problem';
import { useViewer } from '../../api/viewer';
import { REGENERATE } from '../api-tokens/documents';
import type { ShownSecret } from '../api-tokens/secret-use';
import { BY_NAME } from './documents';

/** As the server compares names (T6). */
const nameKey = (name: string): string => name.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');

/** Further apart no two clocks should be; an older token of the name is never taken for the new one. */
const CLOCKS_APART_MS = 300_000;

/** Read when something is pressed, never while rendering. */
const present = (): number => Date.now();

type Answer = ResultOf<typeof REGENERATE>['regenerateApiToken'];
type Made = Pick<Answer, 'secret'> & { readonly apiToken: { readonly name: string } };

/** What a creation is about, to find it again. */
interface Wanted {
  readonly name: string;
  readonly ownerId: string;
}

/**
 * Creates a token, and keeps its head when no answer comes: the name is looked up before anything is sent again, and
 * a token that is there without its secret can be regenerated.
 */
export function useCreate(send: () => Promise<Outcome<Made>>, wanted: Wanted) {
  const client = useClient();
  const { user } = useViewer();
  const regeneration = useChange(REGENERATE);
  const [secret, setSecret] = useState<ShownSecret>();
  const [unclearSince, setUnclearSince] = useState<number>();
  const [found, setFound] = useState<{ id: string; name: string }>();
  const [busy, setBusy] = useState(false);

  /** Whether it is there after all; a problem when that can't be said either. */
  async function lookUp(since: number): Promise<'found' | 'missing' | Problem> {
    const filter = {
      search: wanted.name.trim().slice(0, 200),
      ownerIds: [wanted.ownerId],
      createdByIds: [user.id],
      createdAfter: new Date(since - CLOCKS_APART_MS).toISOString(),
    };
    const { data, error } = await client.query(BY_NAME, { filter }, { requestPolicy: 'network-only' }).toPromise();
    const token = data?.apiTokens.nodes.find(({ name }) => nameKey(name) === nameKey(wanted.name));
    if (token) setFound(token);
    return token ? 'found' : (problemOf(error) ?? 'missing');
  }

  /** @returns what stood against it; undefined when it is done, cancelled, or found to have happened. */
  async function create(): Promise<Problem | undefined> {
    setBusy(true);
    const problem = await tryOnce(present());
    setBusy(false);
    return problem;
  }

  async function tryOnce(now: number): Promise<Problem | undefined> {
    const before = unclearSince === undefined ? 'missing' : await lookUp(unclearSince);
    if (before !== 'missing') return before === 'found' ? undefined : before;
    const { data, problem } = await send();
    const unclear = problem?.outcomeUnknown === true;
    setUnclearSince(unclear ? now : undefined);
    if (data) setSecret({ name: data.apiToken.name, secret: data.secret });
    return unclear && (await lookUp(now)) === 'found' ? undefined : problem;
  }

  async function regenerate(): Promise<void> {
    if (!found) return;
    const { data } = await regeneration.run({ input: { id: found.id } }, { waiting: `regenerate ${found.name}` });
    if (!data) return;
    setFound(undefined);
    setSecret({ name: found.name, secret: data.regenerateApiToken.secret });
  }

  return {
    create,
    busy,
    secret,
    lost: found && { name: found.name, regenerate, regeneration, forget: () => setFound(undefined) },
  };
}

export type Lost = NonNullable<ReturnType<typeof useCreate>['lost']>;

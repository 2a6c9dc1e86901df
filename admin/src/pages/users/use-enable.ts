import { useState } from 'react';
import { useChange } from '../../api/change';
import type { Problem } from '../../api/problem';
import { toast } from '../../parts/toast';
import { SET_USERS_ENABLED } from './user-documents';
import { aboutUser, type Meant, usersWords } from './user-words';

export interface Refusal {
  readonly users: readonly Meant[];
  readonly problem: Problem;
  readonly title: string;
}

/** Enables and disables without asking, since it is as easily undone: a toast offers that (C3, O1). */
export function useEnable(refused: (refusal: Refusal) => void) {
  const { run } = useChange(SET_USERS_ENABLED, { touches: ['User', 'ApiToken'] });
  const [busyIds, setBusyIds] = useState<readonly string[]>([]);

  async function send(users: readonly Meant[], enabled: boolean): Promise<boolean> {
    const ids = users.map(({ id }) => id);
    const verb = enabled ? 'enable' : 'disable';
    setBusyIds(ids);
    const { data, problem } = await run({ input: { ids, enabled } }, { waiting: `${verb} ${usersWords(users)}` });
    setBusyIds([]);
    const told = aboutUser(problem, users);
    if (told) refused({ users, problem: told, title: `${usersWords(users)} can't be ${verb}d` });
    return data !== undefined;
  }
  async function setEnabled(users: readonly Meant[], enabled: boolean): Promise<boolean> {
    const changing = users.filter((user) => user.enabled !== enabled);
    if (!(await send(users, enabled))) return false;
    const said = `${enabled ? 'Enabled' : 'Disabled'} ${usersWords(users)}.`;
    toast(said, changing.length > 0 ? () => void send(changing, !enabled) : undefined);
    return true;
  }
  return { setEnabled, isBusy: (id: string) => busyIds.includes(id) };
}

import { SYSTEM } from './access/actor';
import type { Context, Deps } from './context';

/** Context of what happens outside every request: a start, a command of the operator, a background job. */
export function systemContext(deps: Deps, name: 'operator' | 'job'): Context {
  return {
    deps,
    actor: SYSTEM,
    catalogue: deps.authenticator.catalogue,
    manager: deps.database.reader.manager,
    afterCommit: (effect) => void effect(),
    loaders: new Map(),
    answer: { headers: new Map() },
    request: { id: name, fromPanel: false },
  };
}

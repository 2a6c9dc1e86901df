import { SYSTEM } from '../access/actor';
import type { Context, Deps } from '../context';

/** Context of the server's operator: what happens at a start and from the command line, outside every request. */
export function operatorContext(deps: Deps): Context {
  return {
    deps,
    actor: SYSTEM,
    catalogue: deps.authenticator.catalogue,
    manager: deps.database.reader.manager,
    afterCommit: (effect) => void effect(),
    loaders: new Map(),
    answer: { headers: new Map() },
    request: { id: 'operator', fromPanel: false },
  };
}

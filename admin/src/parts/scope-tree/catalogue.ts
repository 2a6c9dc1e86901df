import { useMemo } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../api/graphql';
import { type Problem, problemOf } from '../../api/problem';

const CATALOGUE = graphql(`
  query PermissionCatalogue {
    permissionCatalogue {
      label
      path
      api {
        id
        name
      }
      permissions {
        scope
        label
        description
        readOnly
        implies
        grantableToTokens
        gone
        docsUrl
        operations {
          coordinate
          description
          docsUrl
        }
      }
    }
  }
`);

export type PermissionGroup = ResultOf<typeof CATALOGUE>['permissionCatalogue'][number];
export type Permission = PermissionGroup['permissions'][number];
export type Operation = Permission['operations'][number];

/** The account's permissions as a tree, and by scope. Immutable; made once for each answer. */
export class Catalogue {
  readonly byScope: ReadonlyMap<string, Permission>;

  constructor(readonly groups: readonly PermissionGroup[]) {
    this.byScope = new Map(groups.flatMap(({ permissions }) => permissions.map((each) => [each.scope, each] as const)));
  }

  /** What may stand on a token: rights of the owner alone are left out (P3). */
  forTokens(): Catalogue {
    const groups = this.groups.map((group) => ({
      ...group,
      permissions: group.permissions.filter(({ grantableToTokens }) => grantableToTokens),
    }));
    return new Catalogue(groups.filter(({ permissions }) => permissions.length > 0));
  }

  /** Scopes that come with the ticked ones, each with the ticked one that brings it. */
  impliedBy(ticked: Iterable<string>): Map<string, Permission> {
    const implied = new Map<string, Permission>();
    for (const scope of ticked) {
      const source = this.byScope.get(scope);
      if (source && !source.gone) this.follow(source, source, implied);
    }
    return implied;
  }

  private follow(source: Permission, from: Permission, implied: Map<string, Permission>): void {
    for (const scope of from.implies) {
      const next = this.byScope.get(scope);
      if (!next || implied.has(scope)) continue;
      implied.set(scope, source);
      this.follow(source, next, implied);
    }
  }

  /** The scopes with all that they imply. */
  expand(scopes: Iterable<string>): Set<string> {
    const given = [...scopes];
    return new Set([...given, ...this.impliedBy(given).keys()]);
  }
}

/** The catalogue as it is loaded; a failed refresh keeps what was there. */
export interface CatalogueState {
  readonly catalogue: Catalogue | undefined;
  readonly problem: Problem | undefined;
  readonly again: () => void;
}

/** The account's permissions: those of Scopegate, then those of each registered API. `tokens`: what may stand on one. */
export function useCatalogue(purpose: 'tokens' | 'roles'): CatalogueState {
  const [{ data, error, fetching }, ask] = useQuery({ query: CATALOGUE });
  const catalogue = useMemo(() => {
    const all = data && new Catalogue(data.permissionCatalogue);
    return purpose === 'tokens' ? all?.forTokens() : all;
  }, [data, purpose]);
  const again = () => ask({ requestPolicy: 'network-only' });
  return { catalogue, problem: fetching ? undefined : problemOf(error), again };
}

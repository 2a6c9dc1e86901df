import { useMemo } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '../../api/graphql';
import { problemOf } from '../../api/problem';

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

/** The account's permissions: those of Scopegate, then those of each registered API. */
export function useCatalogue() {
  const [{ data, error, fetching }, again] = useQuery({ query: CATALOGUE });
  const catalogue = useMemo(() => data && new Catalogue(data.permissionCatalogue), [data]);
  const retry = () => again({ requestPolicy: 'network-only' });
  return { catalogue, problem: fetching ? undefined : problemOf(error), again: retry };
}

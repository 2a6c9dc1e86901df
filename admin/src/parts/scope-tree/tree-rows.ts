import type { Catalogue, Operation, Permission, PermissionGroup } from './catalogue';

/** Where a row stands among its siblings, for screen readers: a virtual list can't be counted. */
interface Place {
  readonly key: string;
  readonly level: 1 | 2 | 3;
  readonly position: number;
  readonly size: number;
  /** Undefined: nothing beneath. */
  readonly expanded?: boolean;
}

export interface GroupRow extends Place {
  readonly kind: 'group';
  readonly group: PermissionGroup;
  /** Those that the search leaves. */
  readonly shown: readonly Permission[];
}

export interface PermissionRow extends Place {
  readonly kind: 'permission';
  readonly permission: Permission;
}

/** What it lets one do, in a sentence: beneath the permission, as the first of its operations. */
export interface AboutRow extends Place {
  readonly kind: 'about';
  readonly text: string;
}

export interface OperationRow extends Place {
  readonly kind: 'operation';
  readonly operation: Operation;
}

export type TreeRow = GroupRow | PermissionRow | AboutRow | OperationRow;

export type SortOrder = 'catalogue' | 'name' | 'writing';

export interface View {
  readonly search: string;
  /** Only these; undefined: all. */
  readonly only?: (permission: Permission) => boolean;
  readonly sort: SortOrder;
  readonly isOpen: (key: string, level: 1 | 2) => boolean;
}

export const keyOfGroup = (group: PermissionGroup): string => `group ${group.api?.id ?? ''} ${group.label}`;

const SORTS: Record<SortOrder, ((a: Permission, b: Permission) => number) | undefined> = {
  catalogue: undefined,
  name: (a, b) => a.label.localeCompare(b.label) || a.scope.localeCompare(b.scope),
  writing: (a, b) => Number(a.readOnly) - Number(b.readOnly),
};

/** Every typed word stands in scope, label, group, description or one of the operations, as in the API's own search. */
function matcher(search: string): (group: PermissionGroup, permission: Permission) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  return ({ label: group }, { scope, label, description, operations }) => {
    const text = [scope, label, group, description, ...operations.map(({ coordinate }) => coordinate)].join(' ');
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
}

/** The permissions of each group that the view leaves, in its order. */
export function shownGroups(catalogue: Catalogue, { search, only, sort }: View) {
  const matches = matcher(search);
  const order = SORTS[sort];
  return catalogue.groups
    .map((group) => {
      const left = group.permissions.filter((each) => matches(group, each) && (!only || only(each)));
      return { group, shown: order ? [...left].sort(order) : left };
    })
    .filter(({ shown }) => shown.length > 0);
}

/** The rows to see, from top to bottom. */
export function treeRows(groups: ReturnType<typeof shownGroups>, view: View): TreeRow[] {
  return groups.flatMap(({ group, shown }, index) => {
    const key = keyOfGroup(group);
    const expanded = view.search !== '' || view.isOpen(key, 1);
    const place = { key, level: 1, position: index + 1, size: groups.length, expanded } as const;
    const row: GroupRow = { ...place, kind: 'group', group, shown };
    return expanded ? [row, ...shown.flatMap((each, at) => permissionRows(each, at, shown.length, view))] : [row];
  });
}

function permissionRows(permission: Permission, index: number, count: number, view: View): TreeRow[] {
  const { scope: key, operations, description } = permission;
  const size = operations.length + (description ? 1 : 0);
  const expanded = size > 0 ? view.isOpen(key, 2) : undefined;
  const place = { key, level: 2, position: index + 1, size: count, expanded } as const;
  const row: PermissionRow = { kind: 'permission', ...place, permission };
  if (!expanded) return [row];
  const beneath = operations.map((operation, at): OperationRow => {
    const below = { level: 3, position: size - operations.length + at + 1, size } as const;
    return { kind: 'operation', key: `${key} ${operation.coordinate}`, ...below, operation };
  });
  const about: AboutRow = { kind: 'about', key: `${key} about`, level: 3, position: 1, size, text: description };
  return description ? [row, about, ...beneath] : [row, ...beneath];
}

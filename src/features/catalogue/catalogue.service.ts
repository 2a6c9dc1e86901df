import type { Catalogue, Permission } from '../../access/catalogue';
import { groupBy } from '../../lib/group-by';
import { foldText } from '../../lib/name-key';
import type { ApiOperation, PermissionGroup, PermissionInfo } from './catalogue.types';

type Operations = ReadonlyMap<string, readonly ApiOperation[]>;

/**
 * The catalogue as forms show it (P1, P9): groups in its order. With a search those permissions in which every typed word
 * is found, in scope, label, group, description or one of its operations; a group with none is left out.
 */
export function listPermissions(catalogue: Catalogue, operations: Operations, search = ''): PermissionGroup[] {
  const words = foldText(search).split(' ').filter(Boolean);
  const found = catalogue.permissions.filter((permission) => {
    const text = searchText(permission, operations.get(permission.scope) ?? []);
    return words.every((word) => text.includes(word));
  });
  const groups = groupBy(found, ({ path }) => path.join('\n'));
  return [...groups.values()].map((permissions) => {
    const path = permissions[0]?.path ?? [];
    return { path, label: path.join(' > '), permissions: permissions.map((one) => toInfo(one, operations)) };
  });
}

function toInfo({ path: _path, ...permission }: Permission, operations: Operations): PermissionInfo {
  return { ...permission, operations: operations.get(permission.scope) ?? [], docsUrl: null };
}

function searchText({ scope, path, label, description }: Permission, operations: readonly ApiOperation[]): string {
  return foldText([scope, ...path, label, description, ...operations.map(({ coordinate }) => coordinate)].join(' '));
}

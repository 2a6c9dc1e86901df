import type { GraphQLSchema } from 'graphql';
import type { Permission } from '../../access/catalogue';
import type { KnownContext } from '../../context';
import { groupBy } from '../../lib/group-by';
import { matchesSearch } from '../../lib/like-pattern';
import type { Api } from '../api/api.entity';
import { listedAnywhere } from '../api/api.listed';
import { listApis } from '../api/api.state';
import { operationsOf } from '../api/api.stored';
import type { ApiOperation, PermissionGroup } from './catalogue.types';
import { ownOperations } from './own-operations';
import { permissionInfo } from './permission-info';

/** A permission as the account has it now. */
interface Entry {
  readonly permission: Permission;
  readonly api: Api | null;
  readonly operations: readonly ApiOperation[];
  readonly gone: boolean;
}

/**
 * The catalogue as forms show it (P1, P9): built-in groups in its order, then one for each registered API, then what is
 * left of deleted ones. With a search those permissions in which every typed word is found, in scope, label, group,
 * description or one of its operations; a group with none is left out.
 */
export async function listPermissions(
  context: KnownContext,
  schema: GraphQLSchema,
  search: string,
): Promise<PermissionGroup[]> {
  const found = (await listEntries(context, schema)).filter((entry) => matchesSearch(search, ...textsOf(entry)));
  // An API may be called like a built-in group.
  const groups = groupBy(found, ({ api, permission }) => [api?.id, ...permission.path].join('\n'));
  return [...groups.values()].map(toGroup);
}

async function listEntries(context: KnownContext, schema: GraphQLSchema): Promise<Entry[]> {
  const { catalogue } = context;
  const own = ownOperations(schema);
  const apis = new Map((await listApis(context)).map((api) => [api.id, api]));
  const opened = new Map(
    await Promise.all([...apis.values()].map(async (api) => [api.id, await operationsOf(context, api)] as const)),
  );
  const toEntry = (permission: Permission, gone: boolean): Entry => {
    const { scope, apiId } = permission;
    const operations = gone ? [] : ((apiId ? opened.get(apiId) : own)?.get(scope) ?? []);
    return { permission, api: apis.get(apiId ?? '') ?? null, operations, gone };
  };
  const listed = await listedAnywhere(
    context,
    catalogue.gone.map(({ scope }) => scope),
  );
  return [
    ...catalogue.permissions.map((permission) => toEntry(permission, false)),
    ...catalogue.gone.filter(({ scope }) => listed.has(scope)).map((permission) => toEntry(permission, true)),
  ];
}

function toGroup(entries: readonly Entry[]): PermissionGroup {
  const path = entries[0]?.permission.path ?? [];
  return {
    api: entries[0]?.api ?? null,
    path,
    label: path.join(' > '),
    permissions: entries.map(({ permission, operations, gone }) => permissionInfo(permission, operations, gone)),
  };
}

function textsOf({ permission, operations }: Entry): string[] {
  const { scope, path, label, description } = permission;
  return [scope, ...path, label, description, ...operations.map(({ coordinate }) => coordinate)];
}

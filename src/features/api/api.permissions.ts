import type { Context } from '../../context';
import { loader } from '../../graphql/loaders';
import { rows } from '../../graphql/rows';
import { groupBy } from '../../lib/group-by';
import type { PermissionInfo } from '../catalogue/catalogue.types';
import { permissionInfo } from '../catalogue/permission-info';
import { type Api, ApiScope } from './api.entity';
import { listedAnywhere } from './api.listed';
import { operationsOf } from './api.stored';

/** The API's scopes as they are stored now; those that are gone follow while something lists them (P8). */
export async function loadPermissions(context: Context, api: Api): Promise<PermissionInfo[]> {
  const [found, operations] = await Promise.all([loadScopes(context, api.id), operationsOf(context, api)]);
  const ordered = [...found.filter(({ gone }) => !gone), ...found.filter(({ gone }) => gone)];
  return ordered.map(({ gone, docsUrl, ...scope }) => {
    const permission = { ...scope, grantableToTokens: true, docsUrl: docsUrl ?? undefined };
    return permissionInfo(permission, gone ? [] : (operations.get(scope.scope) ?? []), gone);
  });
}

/** For lists of APIs: few statements. */
function loadScopes(context: Context, apiId: string): Promise<ApiScope[]> {
  return loader<string, ApiScope[]>(context, 'scopes of API', async (ids) => {
    const query = rows(context, ApiScope).query('scope').andWhere('scope.api_id IN (:...ids)', { ids });
    const found = await query.orderBy('scope.scope').getMany();
    const listed = await listedAnywhere(
      context,
      found.filter(({ gone }) => gone).map(({ scope }) => scope),
    );
    const shown = groupBy(
      found.filter(({ gone, scope }) => !gone || listed.has(scope)),
      ({ apiId: id }) => id,
    );
    return ids.map((id) => shown.get(id) ?? []);
  }).load(apiId);
}

import type { Catalogue } from '../../access/catalogue';
import type { Context } from '../../context';
import { rows } from '../../graphql/rows';
import { catalogueOf } from './api.catalogue';
import { Api, ApiScope } from './api.entity';

/** The APIs of an account and the scopes that they brought, as they are stored now. */
export interface RegisteredApis {
  readonly apis: readonly Api[];
  /** The scopes that are gone included. */
  readonly scopes: readonly ApiScope[];
  readonly catalogue: Catalogue;
}

/**
 * Read through the context's manager: under the account's lock nobody changes it before the transaction ends, while the
 * catalogue of the context is that of the request's credential.
 */
export async function loadRegisteredApis(context: Context): Promise<RegisteredApis> {
  const apis = await listApis(context);
  const scopes = await rows(context, ApiScope).find();
  const names = new Map(apis.map(({ id, name }) => [id, name]));
  const known = scopes.map((scope) => ({ ...scope, apiName: names.get(scope.apiId ?? '') ?? null }));
  return { apis, scopes, catalogue: catalogueOf(known) };
}

/** By name. */
export function listApis(context: Context): Promise<Api[]> {
  return rows(context, Api).query('api').orderBy('api.nameKey').getMany();
}

export function findApi(context: Context, id: string): Promise<Api | null> {
  return rows(context, Api).findOne({ id });
}

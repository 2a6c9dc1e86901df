import type { Permission } from '../../access/catalogue';
import type { ApiOperation, PermissionInfo } from './catalogue.types';

/** A permission as forms show it. @param gone its API no longer names it, and somebody still lists it (P8). */
export function permissionInfo(
  { scope, label, description, readOnly, implies, grantableToTokens, docsUrl }: Omit<Permission, 'path' | 'apiId'>,
  operations: readonly ApiOperation[],
  gone = false,
): PermissionInfo {
  return {
    scope,
    label,
    description,
    readOnly,
    implies,
    grantableToTokens,
    operations,
    docsUrl: docsUrl ?? null,
    gone,
  };
}

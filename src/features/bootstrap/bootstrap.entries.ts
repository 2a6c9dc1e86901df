import { AddressRangeScalar } from '../../graphql/scalars';
import type { KnownContext } from '../../context';
import { validateInput } from '../../graphql/validate-input';
import { createGivenToken } from '../api-token/api-token.creation';
import { ApiTokenAccess, ApiTokenKind } from '../api-token/api-token.entity';
import { ApiTokenLifetime, CreateApiTokenInput } from '../api-token/api-token.inputs';
import { parseSecret, type Secret } from '../api-token/secret';
import { changesBetween, record } from '../audit/audit.record';
import { CreateRoleInput } from '../role/role.inputs';
import { createRole } from '../role/role.service';
import { insertUser } from '../user/user.creation';
import { UserKind } from '../user/user.entity';
import { CreateUserInput } from '../user/user.inputs';
import { cleanNames } from '../user/user.keys';
import { assignableRoles, roleNames } from '../user/user.roles';
import type { BootstrapRole, BootstrapServiceAccount, BootstrapToken } from './bootstrap.schema';

/** Each makes one entry by the services of the API, with their rules, and answers with the id of what it made. */

export async function createRoleOf(
  context: KnownContext,
  { name, description, permissions }: BootstrapRole,
): Promise<string> {
  const input = await valid(CreateRoleInput, { name, description, permissions });
  return (await createRole(context, input)).id;
}

export async function createServiceAccountOf(
  context: KnownContext,
  { username, firstName, lastName }: BootstrapServiceAccount,
  roleIds: readonly string[],
): Promise<string> {
  const input = await valid(CreateUserInput, {
    kind: UserKind.SERVICE,
    username,
    firstName,
    lastName,
    roleIds: [...roleIds],
  });
  const roles = await assignableRoles(context, roleIds);
  const names = cleanNames({
    username: input.username,
    firstName: input.firstName ?? '',
    lastName: input.lastName ?? '',
  });
  const values = { ...names, kind: UserKind.SERVICE };
  const user = await insertUser(context, { ...values, email: null, passwordHash: null, roleIds });
  const told = { ...values, roles: roleNames(roles) };
  await record(context, {
    action: 'user.created',
    targetId: user.id,
    targetName: user.username,
    changes: changesBetween({}, told),
  });
  return user.id;
}

export async function createTokenOf(context: KnownContext, entry: BootstrapToken, ownerId: string): Promise<string> {
  const { name, description, access, scopes, lifetime, expiresAt, enabled = true, allowedAddresses, secret } = entry;
  const input = await valid(CreateApiTokenInput, {
    name,
    description,
    kind: ApiTokenKind.API,
    access: access && ApiTokenAccess[access],
    scopes,
    lifetime: lifetime && ApiTokenLifetime[lifetime],
    expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
    ownerId,
    enabled,
    allowedAddresses: allowedAddresses?.map((range) => AddressRangeScalar.parseValue(range) as string),
  });
  return (await createGivenToken(context, input, secret === undefined ? undefined : given(secret))).id;
}

/** The schema has seen to the form. */
function given(text: string): Secret {
  const parsed = parseSecret(text);
  if (!parsed.ok) throw new Error('A secret that is none got through the schema.');
  return parsed;
}

async function valid<T extends object>(type: new () => T, values: Partial<T>): Promise<T> {
  const input = Object.assign(new type(), values);
  await validateInput(input);
  return input;
}

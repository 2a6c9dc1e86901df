import { uuidv7 } from 'uuidv7';
import { type Context, inAccount } from '../../context';
import { conflict } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { nameKey } from '../../lib/name-key';
import { BUILT_IN_PRESETS } from '../preset/built-in-presets';
import { ScopePreset } from '../preset/preset.entity';
import { insertRole } from '../role/role.service';
import { insertUser } from '../user/user.creation';
import { type User, UserKind } from '../user/user.entity';
import { Account } from './account.entity';
import { FIRST_VALUES } from './account.service';

export const ADMINISTRATOR = 'Administrator';

export interface NewAccount {
  readonly slug: string;
  readonly name: string;
  readonly adminEmail: string;
  /** Null: a link sets it. */
  readonly adminPasswordHash: string | null;
}

/** An account with its Administrator role, its built-in presets and its first administrator. Inside a transaction. */
export async function createAccount(context: Context, input: NewAccount): Promise<{ account: Account; admin: User }> {
  const repository = context.manager.getRepository(Account);
  if (await repository.existsBy({ slug: input.slug })) throw conflict(`There is an account "${input.slug}" already.`);
  const now = new Date();
  const account = repository.create({
    ...FIRST_VALUES,
    id: uuidv7(),
    slug: input.slug,
    name: input.name,
    createdAt: now,
    updatedAt: now,
  });
  await repository.insert(account);
  const inside = inAccount(context, account.id);
  const roleId = await createAdministratorRole(inside);
  await createBuiltInPresets(inside, now);
  return { account, admin: await createAdministrator(inside, { ...input, roleId }) };
}

async function createAdministratorRole(context: Context): Promise<string> {
  const role = await insertRole(context, {
    name: ADMINISTRATOR,
    description: 'Holds every permission of the account, also those that are added later.',
    permissions: [],
    builtIn: true,
  });
  return role.id;
}

async function createBuiltInPresets(context: Context, now: Date): Promise<void> {
  const presets = BUILT_IN_PRESETS.map(({ key, name, description }) => ({
    id: uuidv7(),
    name,
    nameKey: nameKey(name),
    description,
    builtInKey: key,
    scopes: [],
    createdAt: now,
    updatedAt: now,
  }));
  await rows(context, ScopePreset).insert(presets);
}

function createAdministrator(
  context: Context,
  { adminEmail, adminPasswordHash, roleId }: NewAccount & { roleId: string },
): Promise<User> {
  return insertUser(context, {
    kind: UserKind.PERSON,
    email: adminEmail,
    username: 'admin',
    passwordHash: adminPasswordHash,
    roleIds: [roleId],
  });
}

import { uuidv7 } from 'uuidv7';
import type { KnownActor } from '../../access/actor';
import { ConfigError } from '../../config';
import type { Context, KnownContext } from '../../context';
import { isDuplicate } from '../../database-errors';
import { ScopegateError } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { transaction } from '../../graphql/transaction';
import { Role } from '../role/role.entity';
import { User } from '../user/user.entity';
import { BootstrapEntry } from './bootstrap.entity';
import { createRoleOf, createServiceAccountOf, createTokenOf } from './bootstrap.entries';
import type { Bootstrap } from './bootstrap.schema';

export interface CarriedOut {
  /** Entries that were carried out now: `token:ci`. */
  readonly made: readonly string[];
  /** Entries left for a later start: what they build on was made once and is gone. */
  readonly left: readonly string[];
}

/**
 * Carries out what of the file wasn't yet (T17): all of it or nothing. What was carried out once is never looked at
 * again, so that nothing an administrator changed, revoked or deleted comes back. Several nodes may do this at once.
 * @throws ConfigError that names the entry.
 */
export async function carryOut(
  context: Context & { readonly accountId: string },
  file: Bootstrap,
): Promise<CarriedOut> {
  const catalogue = await context.deps.authenticator.catalogues.of(context.accountId);
  const once = () =>
    transaction({ ...context, catalogue }, (inside) => new CarryingOut(asOperator(inside), file).run());
  try {
    return await once();
  } catch (error) {
    // Another node had the same thought at the same time; its entries are there now.
    if (isDuplicate(error)) return once();
    throw error;
  }
}

/** The file is the operator's, who may give everything that the account knows. */
function asOperator(context: Context & { readonly accountId: string }): KnownContext {
  const actor: KnownActor = {
    authenticated: true,
    system: true,
    credential: 'log-in',
    accountId: context.accountId,
    userId: '',
    userName: 'system',
    subject: '',
    scopes: new Set(context.catalogue.scopes),
    throughOverlap: false,
  };
  return { ...context, actor };
}

class CarryingOut {
  private readonly made: string[] = [];
  private readonly left: string[] = [];
  /** Entry → id of what it made. */
  private targets = new Map<string, string>();

  constructor(
    private readonly context: KnownContext,
    private readonly file: Bootstrap,
  ) {}

  async run(): Promise<CarriedOut> {
    const { context, file } = this;
    this.targets = await this.lockEntries();
    for (const role of file.roles) await this.once(`role:${role.key}`, [], () => createRoleOf(context, role));
    for (const account of file.serviceAccounts) {
      const roles = account.roles.map((key) => `role:${key}`);
      await this.once(`service-account:${account.key}`, roles, (ids) => createServiceAccountOf(context, account, ids));
    }
    for (const token of file.tokens) {
      const owner = `service-account:${token.owner}`;
      await this.once(`token:${token.key}`, [owner], ([id = '']) => createTokenOf(context, token, id));
    }
    return { made: this.made, left: this.left };
  }

  /** Locks a row that every account has: of two nodes one waits, and then finds what the other did. */
  private async lockEntries(): Promise<Map<string, string>> {
    await rows(this.context, Role).lock('role').andWhere('role.built_in = :yes', { yes: true }).getMany();
    const entries = await rows(this.context, BootstrapEntry).find();
    return new Map(entries.map(({ entry, targetId }) => [entry, targetId]));
  }

  /** @param needs entries that this one builds on. */
  private async once(entry: string, needs: readonly string[], make: (ids: string[]) => Promise<string>): Promise<void> {
    if (this.targets.has(entry)) return;
    const ids = needs.map((need) => this.targetOf(need, entry));
    if (!ids.every((id) => id !== undefined) || !(await this.allExist(ids))) {
      this.left.push(entry);
      return;
    }
    const targetId = await naming(entry, () => make(ids));
    await rows(this.context, BootstrapEntry).insert([{ id: uuidv7(), entry, targetId, createdAt: new Date() }]);
    this.targets.set(entry, targetId);
    this.made.push(entry);
  }

  /** Undefined when it was left itself. @throws ConfigError when neither this file nor an earlier one has it. */
  private targetOf(need: string, entry: string): string | undefined {
    const target = this.targets.get(need);
    if (target !== undefined || this.left.includes(need)) return target;
    throw new ConfigError(`SCOPEGATE_BOOTSTRAP: ${entry} names ${need}, which is not in the file.`);
  }

  private async allExist(ids: readonly string[]): Promise<boolean> {
    const roles = await rows(this.context, Role).findByIds(ids);
    const users = await rows(this.context, User).findByIds(ids);
    return roles.length + users.length === new Set(ids).size;
  }
}

/** A refusal of a service, with the entry that it refuses. */
async function naming<T>(entry: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ScopegateError) throw new ConfigError(`SCOPEGATE_BOOTSTRAP: ${entry}: ${error.message}`);
    throw error;
  }
}

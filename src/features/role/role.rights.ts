import type { DataSource } from 'typeorm';
import type { Catalogue } from '../../access/catalogue';
import { type Grant, effectiveScopes } from '../../access/effective-scopes';
import { BoundedMap } from '../../lib/bounded-map';

/** A role of somebody as a look-up of a credential found it. */
export interface RoleReference {
  readonly id: string;
  readonly version: number;
  readonly builtIn: boolean;
}

/**
 * Rights as they are at the request (P4). The references come from the database each time; only what they point at is kept
 * in memory, by id and version, so that nothing stale can ever count. Equal rights give the same Set: the gate keys on it.
 */
export class Rights {
  /** Committed rows only: what a transaction saw and took back must never be kept under a version that comes again. */
  constructor(private readonly reader: DataSource) {}

  private readonly permissions = new BoundedMap<string, readonly string[]>(10_000);
  private readonly sets = new BoundedMap<string, ReadonlySet<string>>(50_000);
  private readonly catalogues = new WeakMap<Catalogue, number>();
  private catalogueCount = 0;

  /** What the roles give, expanded. */
  async held(catalogue: Catalogue, roles: readonly RoleReference[]): Promise<ReadonlySet<string>> {
    return this.keep(`held ${keyOf(roles)}`, catalogue, roles, (listed) => catalogue.expand(listed));
  }

  /** What a token of an owner with these roles may do. */
  async effective(catalogue: Catalogue, grant: Grant, roles: readonly RoleReference[]): Promise<ReadonlySet<string>> {
    const scopes = grant.access === 'CUSTOM' ? grant.scopes.join(' ') : '';
    return this.keep(`${grant.access} ${scopes} ${keyOf(roles)}`, catalogue, roles, (listed) =>
      effectiveScopes(catalogue, grant, listed),
    );
  }

  private async keep(
    key: string,
    catalogue: Catalogue,
    roles: readonly RoleReference[],
    make: (listed: readonly string[]) => ReadonlySet<string>,
  ): Promise<ReadonlySet<string>> {
    const fullKey = `${this.numberOf(catalogue)} ${key}`;
    const kept = this.sets.get(fullKey);
    if (kept) return kept;
    const lists = await this.listsOf(catalogue, roles);
    const made = make(lists.flatMap(({ permissions }) => permissions));
    // Made of another version's list it counts for this request only: kept, it would stand for the role for ever.
    if (lists.every(({ current }) => current)) this.sets.set(fullKey, made);
    return made;
  }

  private numberOf(catalogue: Catalogue): number {
    const known = this.catalogues.get(catalogue);
    if (known !== undefined) return known;
    this.catalogues.set(catalogue, ++this.catalogueCount);
    return this.catalogueCount;
  }

  private async listsOf(catalogue: Catalogue, roles: readonly RoleReference[]): Promise<RoleList[]> {
    if (roles.some(({ builtIn }) => builtIn)) return [{ permissions: catalogue.scopes, current: true }];
    return Promise.all(roles.map((role) => this.listOf(role)));
  }

  private async listOf(role: RoleReference): Promise<RoleList> {
    const key = `${role.id} ${role.version}`;
    const kept = this.permissions.get(key);
    if (kept) return { permissions: kept, current: true };
    const [row] = await this.reader.query<{ permissions: string; version: number }[]>(
      'SELECT permissions, version FROM role WHERE id = ?',
      [role.id],
    );
    const permissions = row ? (JSON.parse(row.permissions) as string[]) : [];
    const current = row?.version === role.version;
    if (current) this.permissions.set(key, permissions);
    return { permissions, current };
  }
}

/** What a role lists. */
interface RoleList {
  readonly permissions: readonly string[];
  /** False: the role was changed since the look-up, or the list comes from a node that lags behind. */
  readonly current: boolean;
}

const keyOf = (roles: readonly RoleReference[]): string =>
  roles
    .map(({ id, version }) => `${id}@${version}`)
    .sort()
    .join(',');

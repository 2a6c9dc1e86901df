import type { DataSource } from 'typeorm';
import { BUILT_IN_CATALOGUE, BUILT_IN_PERMISSIONS, Catalogue, type Permission } from '../../access/catalogue';
import { BoundedMap } from '../../lib/bounded-map';
import type { ApiScope } from './api.entity';

/** A row of api_scope with its API, and the version of the account's catalogue that it was read at. */
interface Row {
  readonly version: number;
  /** Null in the one row of an account that has no scopes of its own. */
  readonly scope: string | null;
  readonly api_id: string | null;
  readonly api_name: string | null;
  readonly label: string;
  readonly description: string;
  readonly read_only: number | boolean;
  readonly implies: string;
  readonly docs_url: string | null;
  readonly gone: number | boolean;
}

/** One statement, so that version and rows belong together. */
const QUERY = `SELECT c.catalogue_version AS version, s.scope, s.api_id, a.name AS api_name, s.label, s.description, s.read_only,
  s.implies, s.docs_url, s.gone
  FROM account c LEFT JOIN api_scope s ON s.account_id = c.id LEFT JOIN api a ON a.id = s.api_id
  WHERE c.id = ? ORDER BY s.api_key, s.scope`;

/**
 * The one catalogue of each account: the built-in permissions and those of its registered APIs (P8). Which version counts
 * comes from the database with each credential; only what it holds is kept in memory.
 */
export class Catalogues {
  private readonly kept = new BoundedMap<string, Catalogue>(1_000);

  /** Committed rows only: see Rights. */
  constructor(private readonly reader: DataSource) {}

  async at(accountId: string, version: number): Promise<Catalogue> {
    const kept = this.kept.get(`${accountId} ${version}`);
    if (kept) return kept;
    const found = await this.reader.query<Row[]>(QUERY, [accountId]);
    const catalogue = catalogueOf(found.flatMap((row) => toKnownScope(row) ?? []));
    // Changed since the look-up, or read from a node that lags behind: it counts for this request and is not kept.
    if (Number(found[0]?.version) === version) this.kept.set(`${accountId} ${version}`, catalogue);
    return catalogue;
  }

  /** For what acts without a credential: operators and background work. */
  async of(accountId: string): Promise<Catalogue> {
    const [row] = await this.reader.query<{ version: number }[]>(
      'SELECT catalogue_version AS version FROM account WHERE id = ?',
      [accountId],
    );
    return row ? this.at(accountId, Number(row.version)) : BUILT_IN_CATALOGUE;
  }
}

/** A scope that an API brought, with the API's name; null when the API was deleted. */
export type KnownScope = Omit<ApiScope, 'accountId' | 'apiKey'> & { readonly apiName: string | null };

/** Built-in permissions, then the APIs' in the order given. */
export function catalogueOf(known: readonly KnownScope[]): Catalogue {
  if (known.length === 0) return BUILT_IN_CATALOGUE;
  const gone = known.filter((scope) => isGone(scope));
  const living = known.filter((scope) => !isGone(scope));
  return new Catalogue([...BUILT_IN_PERMISSIONS, ...living.map(toPermission)], gone.map(toPermission));
}

const isGone = ({ gone, apiId }: KnownScope): boolean => gone || apiId === null;

function toPermission({
  scope,
  apiId,
  apiName,
  label,
  description,
  readOnly,
  implies,
  docsUrl,
}: KnownScope): Permission {
  return {
    scope,
    path: [apiName ?? 'Gone'],
    label,
    description,
    readOnly,
    implies,
    grantableToTokens: true,
    apiId: apiId ?? undefined,
    docsUrl: docsUrl ?? undefined,
  };
}

function toKnownScope(row: Row): KnownScope | undefined {
  if (row.scope === null) return undefined;
  return {
    scope: row.scope,
    apiId: row.api_id,
    apiName: row.api_name,
    label: row.label,
    description: row.description,
    readOnly: Boolean(row.read_only),
    implies: JSON.parse(row.implies) as string[],
    docsUrl: row.docs_url,
    gone: Boolean(row.gone),
  };
}

import type { DataSource } from 'typeorm';
import { BUILT_IN_CATALOGUE, BUILT_IN_PERMISSIONS, Catalogue, type Permission } from '../../access/catalogue';
import { BoundedMap } from '../../lib/bounded-map';

/** A row of api_scope with its API. */
interface Row {
  readonly scope: string;
  readonly api_id: string | null;
  readonly api_name: string | null;
  readonly label: string;
  readonly description: string;
  readonly read_only: number | boolean;
  readonly implies: string;
  readonly docs_url: string | null;
  readonly gone: number | boolean;
}

const QUERY = `SELECT s.scope, s.api_id, a.name AS api_name, s.label, s.description, s.read_only, s.implies, s.docs_url, s.gone
  FROM api_scope s LEFT JOIN api a ON a.id = s.api_id
  WHERE s.account_id = ? ORDER BY s.api_key, s.scope`;

/**
 * The one catalogue of each account: the built-in permissions and those of its registered APIs (P8). Which version counts
 * comes from the database with each credential; only what it holds is kept in memory.
 */
export class Catalogues {
  private readonly kept = new BoundedMap<string, Catalogue>(1_000);

  /** Committed rows only: see Rights. */
  constructor(private readonly reader: DataSource) {}

  async at(accountId: string, version: number): Promise<Catalogue> {
    const key = `${accountId} ${version}`;
    const kept = this.kept.get(key);
    if (kept) return kept;
    const catalogue = toCatalogue(await this.reader.query<Row[]>(QUERY, [accountId]));
    this.kept.set(key, catalogue);
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

function toCatalogue(rows: readonly Row[]): Catalogue {
  if (rows.length === 0) return BUILT_IN_CATALOGUE;
  const gone = rows.filter((row) => row.gone || !row.api_id);
  const living = rows.filter((row) => !row.gone && row.api_id);
  return new Catalogue([...BUILT_IN_PERMISSIONS, ...living.map(toPermission)], gone.map(toPermission));
}

function toPermission(row: Row): Permission {
  return {
    scope: row.scope,
    path: [row.api_name ?? 'Gone'],
    label: row.label,
    description: row.description,
    readOnly: Boolean(row.read_only),
    implies: JSON.parse(row.implies) as string[],
    grantableToTokens: true,
    apiId: row.api_id ?? undefined,
    docsUrl: row.docs_url ?? undefined,
  };
}

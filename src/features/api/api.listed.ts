import type { Context } from '../../context';
import { chunks, rows } from '../../graphql/rows';
import { ApiTokenTerm } from '../api-token/api-token.entity';
import { scopeTerm } from '../api-token/api-token.terms';
import { ScopePreset } from '../preset/preset.entity';
import { Role } from '../role/role.entity';

/** Those of the scopes that a role, a token or a preset lists, whatever its status: they must not come to mean another thing (P8). */
export async function listedAnywhere(context: Context, scopes: readonly string[]): Promise<Set<string>> {
  if (scopes.length === 0) return new Set();
  const listed = await listedByHolders(context, scopes);
  const presets = await rows(context, ScopePreset).find();
  return among(
    scopes,
    presets.flatMap((preset) => preset.scopes),
    listed,
  );
}

/** Those that a role or a token lists: presets give nobody anything. */
export async function listedByHolders(context: Context, scopes: readonly string[]): Promise<Set<string>> {
  if (scopes.length === 0) return new Set();
  const listed = await listedOnTokens(context, scopes);
  const roles = await rows(context, Role).find();
  return among(
    scopes,
    roles.flatMap(({ permissions }) => permissions),
    listed,
  );
}

function among(scopes: readonly string[], ...lists: readonly Iterable<string>[]): Set<string> {
  const listed = new Set(lists.flatMap((list) => [...list]));
  return new Set(scopes.filter((scope) => listed.has(scope)));
}

async function listedOnTokens(context: Context, scopes: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const chunk of chunks(scopes)) {
    const terms = new Map(chunk.map((scope) => [scopeTerm(scope), scope]));
    const query = rows(context, ApiTokenTerm)
      .query('term')
      .select('term.term', 'term')
      .andWhere('term.term IN (:...terms)', { terms: [...terms.keys()] })
      .groupBy('term.term');
    const listed = await query.getRawMany<{ term: string }>();
    found.push(...listed.flatMap(({ term }) => terms.get(term) ?? []));
  }
  return found;
}

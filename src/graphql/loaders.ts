import DataLoader from 'dataloader';
import type { EntityTarget } from 'typeorm';
import type { Context } from '../context';
import { type AccountOwned, rows } from './rows';

/** The request's loader of that name, made at its first use: many edges, one statement. */
export function loader<K, V>(
  context: Context,
  name: string,
  load: (keys: readonly K[]) => Promise<(V | Error)[]>,
): DataLoader<K, V> {
  const kept = context.loaders.get(name) as DataLoader<K, V> | undefined;
  if (kept) return kept;
  const made = new DataLoader<K, V>(load);
  context.loaders.set(name, made);
  return made;
}

/** A row of the account by its id, or null. */
export function loadRow<T extends AccountOwned & { id: string }>(
  context: Context,
  entity: EntityTarget<T> & { name: string },
  id: string,
): Promise<T | null> {
  return loader<string, T | null>(context, `row ${entity.name}`, async (ids) => {
    const found = new Map((await rows(context, entity).findByIds(ids)).map((row) => [row.id, row]));
    return ids.map((wanted) => found.get(wanted) ?? null);
  }).load(id);
}

import type { Context } from '../../context';
import { ScopegateError } from '../../graphql/errors';
import { rows } from '../../graphql/rows';
import { BoundedMap } from '../../lib/bounded-map';
import { WeightedMap } from '../../lib/weighted-map';
import { Api, ApiSdl } from './api.entity';
import { type Operations, type ReadApi, readSdl } from './api.sdl';

/** Of a column of MySQL, written as JSON: six bytes for each character at worst. */
const LONGEST_PART = 10_000;
/** Of SDL: its schema takes up to a hundred times the memory, while what it opens is little. */
const MOST_CHARACTERS = 1_500_000;

type Identity = Pick<Api, 'id' | 'version'>;

const keptSchemas = new WeightedMap<string, ReadApi>(MOST_CHARACTERS);
const keptOperations = new BoundedMap<string, Operations>(500);
const NONE: Operations = new Map();

/** The API's schema and guards, from its stored SDL or from memory. */
export async function readApi(context: Context, api: Identity): Promise<ReadApi> {
  const known = keptSchemas.get(keyOf(api));
  if (known) return known;
  const sdl = await loadSdl(context, api);
  const read = readSdl(sdl);
  // Registered again meanwhile: what was read may be another version's.
  if (!(await isCurrent(context, api))) return read;
  keptSchemas.set(keyOf(api), read, sdl.length);
  keptOperations.set(keyOf(api), read.operations);
  return read;
}

/** What each scope of the API opens. */
export async function operationsOf(context: Context, api: Identity): Promise<Operations> {
  const known = keptOperations.get(keyOf(api));
  if (known) return known;
  try {
    return (await readApi(context, api)).operations;
  } catch (error) {
    // Rules for an SDL may become stricter than when it was stored: the catalogue is shown all the same.
    if (!(error instanceof ScopegateError)) throw error;
    context.deps.log.warn({ apiId: api.id }, 'the stored SDL of an API can no longer be read');
    return NONE;
  }
}

const keyOf = ({ id, version }: Identity): string => `${id} ${version}`;

/** The SDL as it was registered. */
export async function loadSdl(context: Context, { id }: Pick<Api, 'id'>): Promise<string> {
  const parts = await rows(context, ApiSdl)
    .query('sdl')
    .andWhere('sdl.api_id = :id', { id })
    .orderBy('sdl.part')
    .getMany();
  return parts.map(({ text }) => text).join('');
}

async function isCurrent(context: Context, { id, version }: Identity): Promise<boolean> {
  return (await rows(context, Api).findOne({ id }))?.version === version;
}

/** In place of what was stored before. */
export async function storeSdl(context: Context, { id }: Pick<Api, 'id'>, sdl: string): Promise<void> {
  await rows(context, ApiSdl).delete({ apiId: id });
  const parts = Array.from({ length: Math.ceil(sdl.length / LONGEST_PART) }, (_, part) => ({
    apiId: id,
    part,
    text: sdl.slice(part * LONGEST_PART, (part + 1) * LONGEST_PART),
  }));
  await rows(context, ApiSdl).insert(parts);
}

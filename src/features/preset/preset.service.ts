import { In } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import type { Context, KnownContext } from '../../context';
import { andIdIn } from '../../graphql/conditions';
import { conflict, notFound } from '../../graphql/errors';
import { distinctIds } from '../../graphql/ids';
import { listedTokenScopes } from '../../graphql/listed-scopes';
import { orNameTaken } from '../../graphql/name-taken';
import { rows } from '../../graphql/rows';
import { cleanText, nameKey } from '../../lib/name-key';
import { strictlyLater } from '../../lib/strictly-later';
import { changesBetween, record, recordAll } from '../audit/audit.record';
import { scopesOfBuiltIn } from './built-in-presets';
import { ScopePreset } from './preset.entity';
import type { CreateScopePresetInput, UpdateScopePresetInput } from './preset.inputs';

const TAKEN = 'A preset of this name exists. Choose another name.';

/** What a preset holds now, sorted. Those of the built-in ones follow from the catalogue. */
export function scopesIn({ catalogue }: Context, preset: ScopePreset): string[] {
  return preset.builtInKey === null ? preset.scopes : scopesOfBuiltIn(preset.builtInKey, catalogue);
}

/** All of the account's presets, the built-in ones first, then by name. */
export async function listPresets(context: KnownContext): Promise<ScopePreset[]> {
  const presets = await rows(context, ScopePreset).query('preset').orderBy('preset.nameKey').getMany();
  return [...presets.filter(({ builtIn }) => builtIn), ...presets.filter(({ builtIn }) => !builtIn)];
}

/** A preset gives nobody anything: that is looked at when a token takes its list (P5). */
export async function createPreset(context: KnownContext, input: CreateScopePresetInput): Promise<ScopePreset> {
  const values = {
    name: cleanText(input.name),
    description: cleanText(input.description ?? ''),
    scopes: listedTokenScopes(context.catalogue, input.scopes, 'scopes'),
  };
  const now = new Date();
  const preset = Object.assign(new ScopePreset(), {
    ...values,
    id: uuidv7(),
    nameKey: nameKey(values.name),
    builtInKey: null,
    createdAt: now,
    updatedAt: now,
  });
  await orNameTaken('name', TAKEN, () => rows(context, ScopePreset).insert([preset]));
  await record(context, {
    action: 'preset.created',
    targetId: preset.id,
    targetName: preset.name,
    changes: changesBetween({}, values),
  });
  return preset;
}

/** Changes no token: each keeps the list that the preset filled (T5). */
export async function updatePreset(context: KnownContext, input: UpdateScopePresetInput): Promise<ScopePreset> {
  const preset = await lockOwnPreset(context, input.id);
  const { name = preset.name, description = preset.description, scopes } = input;
  const next = {
    name: cleanText(name),
    description: cleanText(description),
    // A scope that an API has taken away stays listed until an editor drops it (P8).
    scopes: scopes ? listedTokenScopes(context.catalogue, scopes, 'scopes', preset.scopes) : preset.scopes,
  };
  const changes = changesBetween<typeof next>(preset, next);
  if (changes.length === 0) return preset;
  const set = { ...next, nameKey: nameKey(next.name), updatedAt: strictlyLater(preset.updatedAt) };
  await orNameTaken('name', TAKEN, () => rows(context, ScopePreset).update({ id: preset.id }, set));
  await record(context, { action: 'preset.updated', targetId: preset.id, targetName: next.name, changes });
  return Object.assign(preset, set);
}

/** Tokens that took their list from one keep the list and forget where it came from. All or nothing. */
export async function deletePresets(context: KnownContext, input: { ids: readonly string[] }): Promise<string[]> {
  const ids = distinctIds(input.ids);
  const presets = await lockOwnPresets(context, ids);
  await rows(context, ScopePreset).delete({ id: In(ids) });
  await recordAll(
    context,
    presets.map(({ id, name }) => ({ action: 'preset.deleted', targetId: id, targetName: name })),
  );
  return ids;
}

async function lockOwnPreset(context: Context, id: string): Promise<ScopePreset> {
  const [preset] = await lockOwnPresets(context, [id]);
  if (!preset) throw notFound([id]);
  return preset;
}

/** @throws NOT_FOUND for the missing ones; CONFLICT for built-in ones. */
async function lockOwnPresets(context: Context, ids: readonly string[]): Promise<ScopePreset[]> {
  const query = rows(context, ScopePreset).lock('preset').orderBy('preset.id');
  andIdIn(query, 'preset.id', ids);
  const found = await query.getMany();
  const missing = ids.filter((id) => !found.some((preset) => preset.id === id));
  if (missing.length > 0) throw notFound(missing);
  const builtIn = found.filter((preset) => preset.builtIn).map(({ id }) => id);
  if (builtIn.length > 0) throw conflict("A built-in preset can't be changed or deleted.", builtIn);
  return found;
}

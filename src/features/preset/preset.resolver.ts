import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { type Context, known } from '../../context';
import { RequiresScopes } from '../../graphql/marks';
import { DeletePayload } from '../../graphql/payloads';
import { ScopeScalar } from '../../graphql/scalars';
import { change } from '../../graphql/transaction';
import { CATALOGUE_READERS } from '../catalogue/catalogue.readers';
import { ScopePreset } from './preset.entity';
import { CreateScopePresetInput, ScopePresetsInput, UpdateScopePresetInput } from './preset.inputs';
import { createPreset, deletePresets, listPresets, scopesIn, updatePreset } from './preset.service';
import { ScopePresetPayload } from './preset.types';

@Resolver(() => ScopePreset)
export class ScopePresetResolver {
  @Query(() => [ScopePreset])
  @RequiresScopes(...CATALOGUE_READERS)
  scopePresets(@Ctx() context: Context): Promise<ScopePreset[]> {
    return listPresets(known(context));
  }

  @Mutation(() => ScopePresetPayload)
  @RequiresScopes(['apis:manage'])
  async createScopePreset(
    @Arg('input') input: CreateScopePresetInput,
    @Ctx() context: Context,
  ): Promise<ScopePresetPayload> {
    return { scopePreset: await change(known(context), (inside) => createPreset(inside, input)) };
  }

  @Mutation(() => ScopePresetPayload)
  @RequiresScopes(['apis:manage'])
  async updateScopePreset(
    @Arg('input') input: UpdateScopePresetInput,
    @Ctx() context: Context,
  ): Promise<ScopePresetPayload> {
    return { scopePreset: await change(known(context), (inside) => updatePreset(inside, input)) };
  }

  @Mutation(() => DeletePayload)
  @RequiresScopes(['apis:manage'])
  async deleteScopePresets(@Arg('input') input: ScopePresetsInput, @Ctx() context: Context): Promise<DeletePayload> {
    return { deletedIds: await change(known(context), (inside) => deletePresets(inside, input)) };
  }

  @FieldResolver(() => [ScopeScalar])
  scopes(@Root() preset: ScopePreset, @Ctx() context: Context): string[] {
    return scopesIn(context, preset);
  }
}

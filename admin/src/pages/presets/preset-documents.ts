import { graphql, type ResultOf } from '../../api/graphql';

export const PRESETS = graphql(`
  query ScopePresets {
    scopePresets {
      id
      name
      description
      builtIn
      scopes
    }
  }
`);

export type Preset = ResultOf<typeof PRESETS>['scopePresets'][number];

export const CREATE_PRESET = graphql(`
  mutation CreateScopePreset($input: CreateScopePresetInput!) {
    createScopePreset(input: $input) {
      scopePreset {
        id
      }
    }
  }
`);

export const UPDATE_PRESET = graphql(`
  mutation UpdateScopePreset($input: UpdateScopePresetInput!) {
    updateScopePreset(input: $input) {
      scopePreset {
        id
        name
        description
        scopes
      }
    }
  }
`);

export const DELETE_PRESETS = graphql(`
  mutation DeleteScopePresets($input: ScopePresetsInput!) {
    deleteScopePresets(input: $input) {
      deletedIds
    }
  }
`);

import { Text, TextInput } from '@mantine/core';
import { EmptyState } from '../../parts/empty-state';
import { Outline } from '../../parts/loaded';
import { type Permission, useCatalogue } from '../../parts/scope-tree/catalogue';
import { ScopePickerField } from '../../parts/scope-tree/scope-picker-field';
import type { RoleDraft } from './role-draft';

interface RoleFieldsProps {
  draft: RoleDraft;
  /** Left out: to be looked at only. */
  patch?: (part: Partial<RoleDraft>) => void;
  mistakes?: Readonly<Record<string, string>>;
  refusal?: (permission: Permission) => string | undefined;
  /** What it gives now: changes are marked. */
  before?: ReadonlySet<string>;
}

/** Name, description, and the tree of what the role gives. */
export function RoleFields({ draft, patch, mistakes = {}, refusal, before }: RoleFieldsProps) {
  return (
    <>
      {patch ? (
        <>
          <TextInput
            label="Name"
            required
            autoComplete="off"
            value={draft.name}
            onChange={({ currentTarget }) => patch({ name: currentTarget.value })}
            error={mistakes.name}
          />
          <TextInput
            label="Description"
            value={draft.description}
            onChange={({ currentTarget }) => patch({ description: currentTarget.value })}
            error={mistakes.description}
          />
        </>
      ) : (
        draft.description && <Text>{draft.description}</Text>
      )}
      <Tree draft={draft} patch={patch} refusal={refusal} before={before} />
      {mistakes.permissions && (
        <Text size="sm" c="red" role="alert">
          {mistakes.permissions}
        </Text>
      )}
    </>
  );
}

function Tree({ draft, patch, refusal, before }: RoleFieldsProps) {
  const { catalogue, problem, again } = useCatalogue('roles');
  if (!catalogue) return problem ? <EmptyState kind="failed" {...{ problem, again }} /> : <Outline lines={8} />;
  return (
    <ScopePickerField
      label={`Permissions of ${draft.name || 'the role'}`}
      noun="permissions"
      catalogue={catalogue}
      ticked={draft.permissions}
      onChange={patch && ((permissions) => patch({ permissions }))}
      refusal={refusal}
      before={before}
    />
  );
}

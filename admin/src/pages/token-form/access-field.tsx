import { Button, Group, Menu, Radio, Text } from '@mantine/core';
import { IconChevronDown, IconCode } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useQuery } from 'urql';
import type { CatalogueState } from '../../parts/scope-tree/catalogue';
import { countWords } from '../../parts/count-words';
import { PRESETS } from './documents';
import type { Access, Patch, TokenDraft } from './draft';
import type { Grant } from './grant';
import { ScopesField } from './scopes-field';

const DocumentHelper = lazy(() => import('./document-helper'));

interface AccessFieldProps {
  draft: TokenDraft;
  patch: Patch;
  grant: Grant;
  catalogue: CatalogueState;
  excess: readonly string[];
  errors: { access?: string; scopes?: string };
}

const LEVELS: readonly { value: Access; label: string; description: string }[] = [
  { value: 'READ_ONLY', label: 'Read only', description: 'Whatever the owner may read.' },
  { value: 'FULL_ACCESS', label: 'Full access', description: 'All the owner may do.' },
  { value: 'CUSTOM', label: 'Custom', description: 'Only what you tick.' },
];

/** How much the token may do: a level that follows the owner, or a list (T4). */
export function AccessField({ draft, patch, grant, catalogue, excess, errors }: AccessFieldProps) {
  return (
    <div className="token-access">
      <Radio.Group
        label="Access"
        value={draft.access}
        // The radios below are the only values.
        onChange={(access) => patch({ access: access as Access })}
        error={errors.access}
        description={grant.onlyCustom}
      >
        <div className="token-levels">
          {LEVELS.map(({ value, ...words }) => (
            <Radio
              key={value}
              value={value}
              {...words}
              disabled={grant.onlyCustom !== undefined && value !== 'CUSTOM'}
            />
          ))}
        </div>
      </Radio.Group>
      {draft.access === 'CUSTOM' && (
        <>
          <Sources draft={draft} patch={patch} grant={grant} catalogue={catalogue} />
          <ScopesField
            catalogue={catalogue}
            ticked={draft.scopes}
            onChange={(scopes) => patch({ scopes, presetId: undefined })}
            refusal={grant.refusal}
            owner={draft.owner}
            excess={excess}
            error={errors.scopes}
          />
        </>
      )}
    </div>
  );
}

/** Where a list can come from: a preset, or what a document needs (T5, P11). */
function Sources({
  draft,
  patch,
  grant,
  catalogue,
}: Pick<AccessFieldProps, 'draft' | 'patch' | 'grant' | 'catalogue'>) {
  const [helping, setHelping] = useState(false);
  const [{ data }] = useQuery({ query: PRESETS });
  const presets = data?.scopePresets ?? [];
  const chosen = presets.find(({ id }) => id === draft.presetId);
  return (
    <Group gap="xs">
      <Menu position="bottom-start" width={320}>
        <Menu.Target>
          <Button
            variant="default"
            rightSection={<IconChevronDown size={16} stroke={1.75} />}
            disabled={presets.length === 0}
          >
            Preset
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {presets.map(({ id, name, description, scopes }) => (
            <Menu.Item key={id} onClick={() => patch({ scopes: new Set(scopes), presetId: id })}>
              <Text fw={500}>{name}</Text>
              <Text size="sm" c="dimmed">
                {countWords(scopes.length, 'scope')}
                {description && `. ${description}`}
              </Text>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Button variant="default" leftSection={<IconCode size={16} stroke={1.75} />} onClick={() => setHelping(true)}>
        From a GraphQL document
      </Button>
      {chosen && (
        <Text size="sm" c="dimmed" role="status">
          From the preset {chosen.name}
        </Text>
      )}
      {helping && catalogue.catalogue && (
        <Suspense fallback={null}>
          <DocumentHelper
            catalogue={catalogue.catalogue}
            refusal={grant.refusal}
            picked={draft.scopes}
            onUse={(scopes) => {
              patch({ scopes: new Set(scopes), presetId: undefined });
              setHelping(false);
            }}
            onClose={() => setHelping(false)}
          />
        </Suspense>
      )}
    </Group>
  );
}

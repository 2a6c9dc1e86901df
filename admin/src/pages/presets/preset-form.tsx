import { Input, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useChange } from '../../api/change';
import { mistakesByField } from '../../api/problem';
import { countWords } from '../../parts/count-words';
import { EmptyState } from '../../parts/empty-state';
import { FormPage } from '../../parts/form-page';
import { Outline } from '../../parts/loaded';
import { type Catalogue, useCatalogue } from '../../parts/scope-tree/catalogue';
import { ScopePickerField } from '../../parts/scope-tree/scope-picker-field';
import { useGoTo } from '../../parts/use-go-to';
import { CREATE_PRESET, type Preset, UPDATE_PRESET } from './preset-documents';

interface Draft {
  readonly name: string;
  readonly description: string;
  readonly ticked: ReadonlySet<string>;
}

const textOf = ({ name, description, ticked }: Draft): string =>
  JSON.stringify([name, description, [...ticked].sort()]);

/** A new preset, or one of the account's own; each change counts for tokens that are made from now on. */
export function PresetForm({ preset, actions }: { preset?: Preset; actions?: ReactNode }) {
  const saved = useMemo<Draft>(
    () => ({
      name: preset?.name ?? '',
      description: preset?.description ?? '',
      ticked: new Set(preset?.scopes),
    }),
    [preset],
  );
  const [edited, setEdited] = useState<Partial<Draft>>({});
  const draft = { ...saved, ...edited };
  const set = (some: Partial<Draft>) => setEdited((before) => ({ ...before, ...some }));
  const create = useChange(CREATE_PRESET, { touches: ['ScopePreset'] });
  const update = useChange(UPDATE_PRESET, { touches: ['ScopePreset'] });
  const [, navigate] = useLocation();
  const goTo = useGoTo(navigate);
  const problem = create.problem ?? update.problem;
  const mistakes = mistakesByField(problem);
  const changed = textOf(draft) !== textOf(saved);

  async function save() {
    const values = { name: draft.name, description: draft.description, scopes: [...draft.ticked] };
    const waiting = `save preset ${draft.name}`;
    const { data } = preset
      ? await update.run({ input: { id: preset.id, ...values } }, { waiting })
      : await create.run({ input: values }, { waiting });
    if (data) goTo('/presets');
  }
  return (
    <FormPage
      title={preset?.name ?? 'New preset'}
      back={preset && { to: '/presets', label: 'Presets' }}
      actions={actions}
      dirty={changed && !goTo.going}
      busy={create.busy || update.busy}
      problem={problem}
      action={preset ? 'Save preset' : 'Create preset'}
      disabled={!changed || !draft.name.trim()}
      onSubmit={() => void save()}
      cancelTo="/presets"
      summary={<Summary draft={draft} saved={preset && saved} />}
    >
      <TextInput
        label="Name"
        required
        value={draft.name}
        onChange={({ currentTarget }) => set({ name: currentTarget.value })}
        error={mistakes['name']}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        value={draft.description}
        onChange={({ currentTarget }) => set({ description: currentTarget.value })}
        error={mistakes['description']}
      />
      <Scopes ticked={draft.ticked} onChange={(ticked) => set({ ticked })} before={preset && saved.ticked} />
      {mistakes['scopes'] && <Input.Error>{mistakes['scopes']}</Input.Error>}
    </FormPage>
  );
}

interface ScopesProps {
  readonly ticked: ReadonlySet<string>;
  readonly onChange?: (ticked: ReadonlySet<string>) => void;
  readonly before?: ReadonlySet<string>;
}

/** The catalogue with what the preset holds. Whoever makes a token with it still gives only what they hold. */
export function Scopes({ ticked, onChange, before }: ScopesProps) {
  const { catalogue, problem, again } = useCatalogue('tokens');
  if (!catalogue) return problem ? <EmptyState kind="failed" {...{ problem, again }} /> : <Outline lines={8} />;
  return (
    <div>
      <Title order={2} mb="xs">
        Scopes
      </Title>
      <ScopePickerField label="Scopes of the preset" {...{ catalogue, ticked, onChange, before }} />
      <Gone ticked={ticked} catalogue={catalogue} />
    </div>
  );
}

function Gone({ ticked, catalogue }: { ticked: ReadonlySet<string>; catalogue: Catalogue }) {
  const gone = [...ticked].filter((scope) => catalogue.byScope.get(scope)?.gone !== false);
  if (gone.length === 0) return null;
  return (
    <Text size="sm" c="red" mt="xs">
      {new Intl.ListFormat('en').format(gone)}: gone from the API, so {gone.length === 1 ? 'it counts' : 'they count'}{' '}
      for nothing until it is back.
    </Text>
  );
}

function Summary({ draft, saved }: { draft: Draft; saved?: Draft }) {
  const added = [...draft.ticked].filter((scope) => saved && !saved.ticked.has(scope)).length;
  const removed = [...(saved?.ticked ?? [])].filter((scope) => !draft.ticked.has(scope)).length;
  return (
    <Stack gap={4}>
      <Title order={2}>Summary</Title>
      <Text>{countWords(draft.ticked.size, 'scope')}</Text>
      {added + removed > 0 && (
        <Text>
          {added} added, {removed} taken out
        </Text>
      )}
      <Text c="dimmed">Changes no existing token.</Text>
    </Stack>
  );
}

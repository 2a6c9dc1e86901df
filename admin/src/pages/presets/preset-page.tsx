import { Menu, Text } from '@mantine/core';
import { IconTemplate, IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useQuery } from 'urql';
import { useLocation, useParams } from 'wouter';
import { useChange } from '../../api/change';
import { useCan } from '../../api/viewer';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { countWords } from '../../parts/count-words';
import { EmptyState } from '../../parts/empty-state';
import { Loaded } from '../../parts/loaded';
import { MoreMenu } from '../../parts/more-menu';
import { Page } from '../../parts/page';
import { Pill } from '../../parts/status-pill';
import { useKept } from '../../parts/use-kept';
import { DELETE_PRESETS, type Preset, PRESETS } from './preset-documents';
import { PresetForm, Scopes } from './preset-form';

/** A preset: a form for the account's own, to look at when it is built in or the right is missing. */
export default function PresetPage() {
  const { id = '' } = useParams();
  const query = useQuery({ query: PRESETS });
  return (
    <Loaded of={query} page="Preset">
      {({ scopePresets }) => <Found key={id} id={id} found={scopePresets.find((one) => one.id === id)} />}
    </Loaded>
  );
}

function Found({ id, found }: { id: string; found: Preset | undefined }) {
  const mayManage = useCan('apis:manage');
  const preset = useKept(id, found);
  if (!preset) return <EmptyState kind="no-page" />;
  if (!mayManage || preset.builtIn) return <Shown preset={preset} />;
  return <PresetForm preset={preset} actions={<DeletePreset preset={preset} />} />;
}

function Shown({ preset: { name, description, builtIn, scopes } }: { preset: Preset }) {
  const ticked = useMemo(() => new Set(scopes), [scopes]);
  return (
    <Page
      title={name}
      back={{ to: '/presets', label: 'Presets' }}
      count={countWords(scopes.length, 'scope')}
      beside={
        builtIn && (
          <Pill tone="quiet" icon={IconTemplate}>
            Built in
          </Pill>
        )
      }
    >
      <Text mb="md" maw={720}>
        {description}{' '}
        {builtIn && (
          <Text span inherit c="dimmed">
            It comes with Scopegate and can't be changed.
          </Text>
        )}
      </Text>
      <Scopes ticked={ticked} />
    </Page>
  );
}

function DeletePreset({ preset: { id, name } }: { preset: Preset }) {
  const [asking, setAsking] = useState(false);
  const { run, busy, problem } = useChange(DELETE_PRESETS, { touches: ['ScopePreset', 'ApiToken'] });
  const [, navigate] = useLocation();
  async function remove() {
    const { data } = await run({ input: { ids: [id] } }, { waiting: `delete preset ${name}` });
    if (data) navigate('/presets');
  }
  return (
    <>
      <MoreMenu label={`More for ${name}`}>
        <Menu.Item color="red" leftSection={<IconTrash size={16} stroke={1.75} />} onClick={() => setAsking(true)}>
          Delete preset…
        </Menu.Item>
      </MoreMenu>
      {asking && (
        <ConfirmDialog
          title={`Delete preset ${name}?`}
          action="Delete preset"
          busy={busy}
          problem={problem}
          onConfirm={() => void remove()}
          onClose={() => setAsking(false)}
        >
          <Text>Tokens that were made with it keep their scopes and forget where the list came from.</Text>
        </ConfirmDialog>
      )}
    </>
  );
}

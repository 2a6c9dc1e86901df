import { Button, Text } from '@mantine/core';
import { IconPlus, IconTemplate } from '@tabler/icons-react';
import { useQuery } from 'urql';
import { Link, useLocation } from 'wouter';
import { useCan } from '../../api/viewer';
import { countWords, numberWords } from '../../parts/count-words';
import { Loaded } from '../../parts/loaded';
import { Page } from '../../parts/page';
import { Rows } from '../../parts/rows';
import { useShortcut } from '../../parts/shortcuts';
import { Pill } from '../../parts/status-pill';
import { type Preset, PRESETS } from './preset-documents';

/** A deletion's answer names no preset, and an empty account has none of its own. */
const CONTEXT = { additionalTypenames: ['ScopePreset'] };

/** Named sets of scopes that fill a token's list (T5). */
export default function PresetsPage() {
  const query = useQuery({ query: PRESETS, context: CONTEXT });
  const mayManage = useCan('apis:manage');
  const presets = query[0].data?.scopePresets;
  return (
    <Page title="Presets" count={presets && numberWords(presets.length)} actions={mayManage && <NewPreset />}>
      <Text c="dimmed" mb="md">
        A preset fills the scopes of a token at that moment. Changing one changes no existing token.
      </Text>
      <Loaded of={query}>{({ scopePresets }) => <Rows label="Presets" rows={scopePresets.map(rowOf)} />}</Loaded>
    </Page>
  );
}

function NewPreset() {
  const [, navigate] = useLocation();
  useShortcut('n', 'New preset', () => navigate('/presets/new'));
  return (
    <Button component={Link} href="/presets/new" leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}>
      New preset
    </Button>
  );
}

const rowOf = ({ id, name, description, builtIn, scopes }: Preset) => ({
  id,
  href: `/presets/${id}`,
  name,
  beside: builtIn && (
    <Pill tone="quiet" icon={IconTemplate}>
      Built in
    </Pill>
  ),
  text: description,
  facts: <span>{countWords(scopes.length, 'scope')}</span>,
});

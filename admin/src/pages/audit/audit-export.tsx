import { Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { countWords, numberWords } from '../../parts/count-words';
import { CopyField } from '../../parts/copy';
import { ProblemNote } from '../../parts/problem-note';
import type { AuditFilter } from './audit-documents';
import { useExport } from './use-export';
import { Dialog } from '../../parts/dialog';

interface ExportProps {
  readonly filter: AuditFilter | undefined;
  readonly total: { readonly totalCount: number; readonly totalCountIsExact: boolean } | undefined;
}

/** NDJSON of what the filter finds (A3): now as a file, or by a script. */
export function ExportButton({ filter, total }: ExportProps) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />}
        onClick={() => setOpened(true)}
      >
        Export NDJSON
      </Button>
      {opened && <ExportDialog filter={filter} total={total} close={() => setOpened(false)} />}
    </>
  );
}

function ExportDialog({ filter, total, close }: ExportProps & { close: () => void }) {
  const { written, running, problem, start, stop } = useExport(filter);
  const done = !running && written > 0;
  const leave = () => {
    stop();
    close();
  };
  const count = total && (total.totalCountIsExact ? countWords(total.totalCount, 'entry', 'entries') : 'all entries');
  return (
    <Dialog onClose={leave} title="Export the audit" size={560}>
      <Stack>
        {problem && <ProblemNote problem={problem} />}
        <Text>
          {count ? `The file holds ${count}` : 'The file holds all entries'} that the filter finds, oldest first, one
          JSON object a line.
        </Text>
        <Text role="status" size="sm" c="dimmed">
          {running && `${numberWords(written)} read…`}
          {done && `Saved ${countWords(written, 'entry', 'entries')}.`}
        </Text>
        <CopyField label="For scripts, with a token that has audit:read" labelVisible text={curlOf(filter)} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={leave}>
            {done ? 'Close' : 'Cancel'}
          </Button>
          <Button onClick={start} loading={running} disabled={total?.totalCount === 0}>
            Save the file
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

const PARAMETERS = {
  actorIds: 'actorId',
  actorTokenIds: 'actorTokenId',
  actions: 'action',
  targetTypes: 'targetType',
} as const;

/** The same filter for GET /api/v1/audit.ndjson, whose lists are one parameter several times. */
function curlOf(filter: AuditFilter | undefined): string {
  const query = new URLSearchParams();
  for (const [name, parameter] of Object.entries(PARAMETERS)) {
    for (const value of filter?.[name as keyof typeof PARAMETERS] ?? []) query.append(parameter, value);
  }
  for (const name of ['targetId', 'since', 'until'] as const) if (filter?.[name]) query.set(name, filter[name]);
  const search = query.size > 0 ? `?${query.toString()}` : '';
  return `curl -fH "Authorization: Bearer $TOKEN" "${location.origin}/api/v1/audit.ndjson${search}"`;
}

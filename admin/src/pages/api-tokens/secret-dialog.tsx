import { Alert, Button, Checkbox, Group, Stack, Table } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react';
import { type ReactNode, useCallback, useState } from 'react';
import { CopyField, download } from '../../parts/copy';
import { useLeaveGuard } from '../../parts/leaving';
import { isAccessToken } from '../../api/secret';
import { curlOf, fileOf, headerOf, type ShownSecret } from './secret-use';
import './secret-dialog.css';
import { Dialog } from '../../parts/dialog';

export interface SecretDialogProps {
  secrets: readonly ShownSecret[];
  /** What was done to get them. */
  happened?: 'created' | 'copied' | 'regenerated';
  /** More to know, as until when an old secret works. */
  note?: ReactNode;
  /** The secrets are to be forgotten now. */
  onDone: () => void;
}

const TITLES = {
  created: { one: 'Token created', more: 'tokens created' },
  copied: { one: 'Token created', more: 'tokens created' },
  regenerated: { one: 'New secret', more: 'new secrets' },
};

/**
 * Shows secrets, once (W2, S1). Only Done closes it, after the person said that they are stored; meanwhile the page
 * stays, for the secrets exist nowhere else.
 */
export function SecretDialog({ secrets, happened = 'created', note, onDone }: SecretDialogProps) {
  const [stored, setStored] = useState(false);
  const small = useMediaQuery('(max-width: 40em)');
  useLeaveGuard(
    !stored,
    useCallback(() => undefined, []),
  );
  const store = () => setStored(true);
  const [only, ...more] = secrets;
  const words = TITLES[happened];
  const several = more.length > 0;
  return (
    <Dialog
      onClose={onDone}
      title={several ? `${secrets.length} ${words.more}` : `${words.one}: ${only?.name ?? ''}`}
      size={640}
      fullScreen={small}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      <Stack gap="md">
        <Alert color="yellow" icon={<IconAlertTriangle size={18} stroke={1.75} />} className="secret-warning">
          Copy {several ? 'them' : 'it'} now. {several ? 'They' : 'It'} won't be shown again.
        </Alert>
        {note}
        {several ? <SecretTable secrets={secrets} /> : only && <OneSecret {...only} onStored={store} />}
        <Group justify="space-between" gap="sm" className="secret-end">
          <Checkbox
            label={several ? 'I have stored them' : 'I have stored it'}
            checked={stored}
            onChange={({ currentTarget }) => setStored(currentTarget.checked)}
          />
          <Group gap="xs">
            <Download secrets={secrets} onStored={store} />
            <Button onClick={onDone} disabled={!stored}>
              Done
            </Button>
          </Group>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Download({ secrets, onStored }: { secrets: readonly ShownSecret[]; onStored: () => void }) {
  function save() {
    const { name, text } = fileOf(secrets);
    download(name, text);
    onStored();
  }
  return (
    <Button variant="default" leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />} onClick={save}>
      Download
    </Button>
  );
}

function OneSecret({ secret, onStored }: ShownSecret & { onStored: () => void }) {
  const access = isAccessToken(secret);
  return (
    <Stack gap="sm">
      <CopyField label="Secret" text={secret} control="button" onCopied={onStored} />
      {!access && <CopyField label="Header" text={headerOf(secret)} labelVisible onCopied={onStored} />}
      <CopyField
        label={access ? 'curl, exchanges it for a session' : 'curl'}
        text={curlOf(secret, location.origin)}
        labelVisible
        onCopied={onStored}
      />
    </Stack>
  );
}

function SecretTable({ secrets }: { secrets: readonly ShownSecret[] }) {
  return (
    <Table.ScrollContainer minWidth={0} maxHeight={360} scrollAreaProps={{ tabIndex: 0 }} type="native">
      <Table className="secret-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Secret</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {secrets.map(({ name, secret }) => (
            <Table.Tr key={secret}>
              <Table.Td className="secret-name">{name}</Table.Td>
              <Table.Td>
                <CopyField label={`Secret of ${name}`} text={secret} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

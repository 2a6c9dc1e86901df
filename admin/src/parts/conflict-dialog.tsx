import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Moment } from './moment';
import { Dialog } from './dialog';

/** A field in which the two versions differ. */
export interface Difference {
  readonly field: string;
  readonly mine: ReactNode;
  readonly theirs: ReactNode;
}

interface ConflictDialogProps {
  /** Who saved meanwhile; undefined: not to be known. */
  who?: string;
  at: string;
  differences: readonly Difference[];
  busy?: boolean;
  onLoadTheirs: () => void;
  onSaveMine: () => void;
  onClose: () => void;
}

/** Two people edited the same: both versions are shown before one of them goes (C1). */
export function ConflictDialog(props: ConflictDialogProps) {
  const { who = 'Somebody', at, differences, busy, onLoadTheirs, onSaveMine, onClose } = props;
  const [comparing, setComparing] = useState(false);
  return (
    <Dialog onClose={onClose} title={`${who} saved this meanwhile`} size={comparing ? 760 : 520}>
      <Stack>
        <Text component="div">
          Saved <Moment at={at} />. Your changes are still here, and not saved yet.
        </Text>
        {comparing && <Comparison differences={differences} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => setComparing(!comparing)} aria-expanded={comparing} data-autofocus>
            Compare
          </Button>
          <Button variant="default" onClick={onLoadTheirs}>
            Load theirs
          </Button>
          <Button onClick={onSaveMine} loading={busy}>
            Save mine
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

function Comparison({ differences }: { differences: readonly Difference[] }) {
  if (differences.length === 0) return <Text role="status">Both say the same now.</Text>;
  return (
    <Table.ScrollContainer minWidth={0} maxHeight={360} type="native" scrollAreaProps={{ tabIndex: 0 }}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Field</Table.Th>
            <Table.Th>Yours</Table.Th>
            <Table.Th>Theirs</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {differences.map(({ field, mine, theirs }) => (
            <Table.Tr key={field}>
              <Table.Td>{field}</Table.Td>
              <Table.Td>{mine}</Table.Td>
              <Table.Td>{theirs}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

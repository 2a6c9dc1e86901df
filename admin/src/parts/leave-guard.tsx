import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useLeaveGuard } from './leaving';

/** While `dirty`, asks before the page goes. One on a page at most. */
export function LeaveGuard({ dirty }: { dirty: boolean }) {
  const [leave, setLeave] = useState<() => void>();
  useLeaveGuard(
    dirty,
    useCallback((go) => setLeave(() => go), []),
  );
  if (!leave) return null;
  const stay = () => setLeave(undefined);
  return (
    <Modal opened onClose={stay} title="Leave without saving?" size={400}>
      <Stack>
        <Text>What you typed here will be lost.</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={stay} data-autofocus>
            Stay
          </Button>
          <Button
            color="red"
            onClick={() => {
              stay();
              leave();
            }}
          >
            Leave without saving
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

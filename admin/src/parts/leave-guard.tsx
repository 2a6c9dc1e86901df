import { Button, Group, Stack, Text } from '@mantine/core';
import { useCallback, useState } from 'react';
import { useLeaveGuard } from './leaving';
import { Dialog } from './dialog';

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
    <Dialog onClose={stay} title="Leave without saving?" size={400}>
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
    </Dialog>
  );
}

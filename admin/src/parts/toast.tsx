import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';

const SHOWN_FOR_MS = 8000;

/** Says what was done, without interrupting a reader; with a way back for as long as it is shown. */
export function toast(message: string, undo?: () => void): void {
  const id = notifications.show({
    role: 'status',
    autoClose: SHOWN_FOR_MS,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': 'Close' },
    message: undo ? <WithUndo message={message} undo={() => (notifications.hide(id), undo())} /> : message,
  });
}

/** Says what happened while nobody looked: it stays until it is closed. */
export function tell(message: string): void {
  notifications.show({
    role: 'status',
    autoClose: false,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': 'Close' },
    message,
  });
}

function WithUndo({ message, undo }: { message: string; undo: () => void }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <span>{message}</span>
      <Button variant="subtle" size="compact-sm" onClick={undo}>
        Undo
      </Button>
    </Group>
  );
}

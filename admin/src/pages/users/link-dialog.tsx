import { Button, Group, Stack, Text } from '@mantine/core';
import { CopyField } from '../../parts/copy';
import { Dialog } from '../../parts/dialog';

interface LinkDialogProps {
  readonly title: string;
  readonly link: string;
  /** Who uses it. */
  readonly name: string;
  /** How long it works. */
  readonly lasts: string;
  readonly done: () => void;
}

/** A link with which somebody sets their password. It opens their account, so it is shown once, like a secret. */
export function LinkDialog({ title, link, name, lasts, done }: LinkDialogProps) {
  return (
    <Dialog
      onClose={done}
      title={title}
      size={560}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      <Stack>
        <Text>
          Give it to {name} and nobody else: it sets the password. It works once, for {lasts}, and won't be shown again.
        </Text>
        <CopyField label="Link" text={link} control="button" />
        <Group justify="flex-end">
          <Button onClick={done}>Done</Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

import { Button, Group, Stack, Text } from '@mantine/core';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { ProblemNote } from '../../parts/problem-note';
import { meantWords, nounOf } from './meant';
import { WayOut } from './refusal';
import type { TokenDialogProps } from './dialog-props';
import type { Refused, SwitchAction } from './use-switch';
import { Dialog } from '../../parts/dialog';

const VERBS: Record<SwitchAction, string> = { enable: 'Enable', disable: 'Disable', restore: 'Restore' };
const PAST: Record<SwitchAction, string> = { enable: 'enabled', disable: 'disabled', restore: 'restored' };
const RESULTS: Record<SwitchAction, string> = {
  enable: 'They work again with the same secrets, as far as they have not expired.',
  disable: 'Their calls are refused within a second. The secrets stay, and you can enable them again.',
  restore: 'They come back as what they then are: active, disabled or expired.',
};

interface SwitchDialogProps extends Pick<TokenDialogProps, 'meant' | 'close'> {
  action: SwitchAction;
  busy: boolean;
  confirm: () => void;
}

/** Before everything that a filter finds is switched: there is no undo, since nobody saw how each of them was. */
export function SwitchDialog({ action, meant, busy, confirm, close }: SwitchDialogProps) {
  return (
    <ConfirmDialog
      title={`${VERBS[action]} all ${meantWords(meant)}?`}
      action={`${VERBS[action]} ${nounOf(meant)}`}
      destructive={action === 'disable'}
      busy={busy}
      onConfirm={confirm}
      onClose={close}
    >
      <Text>{RESULTS[action]}</Text>
    </ConfirmDialog>
  );
}

interface RefusedDialogProps extends Pick<TokenDialogProps, 'deselect' | 'close'> {
  refused: Refused;
}

/** Says why nothing was changed, and about which tokens it is. */
export function RefusedDialog({ refused: { action, meant, problem }, deselect, close }: RefusedDialogProps) {
  const were = meant.count === 1 ? "wasn't" : "weren't";
  return (
    <Dialog onClose={close} title={`${meantWords(meant)} ${were} ${PAST[action]}`} size={480}>
      <Stack>
        <ProblemNote problem={problem}>
          <WayOut
            {...{ problem, meant, close }}
            deselect={(ids) => {
              deselect(ids);
              close();
            }}
          />
        </ProblemNote>
        <Text>Nothing was changed.</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            Close
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}

import { Text } from '@mantine/core';
import { useChange } from '../../api/change';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { toast } from '../../parts/toast';
import { DELETE } from './documents';
import type { TokenDialogProps } from './dialog-props';
import { meantWords, nounOf } from './meant';
import { WayOut } from './refusal';

/** Beyond, the number has to be typed. */
const MANY = 20;

/** Removes tokens for good (C5). */
export function DeleteDialog({ meant, deselect, done, close }: TokenDialogProps) {
  const { run, busy, problem, forget } = useChange(DELETE, { touches: ['ApiToken'] });
  const words = meantWords(meant);
  async function remove() {
    const { data } = await run({ input: meant.target }, { waiting: `delete ${words}` });
    if (!data) return;
    toast(`Deleted ${words}.`);
    done();
  }
  return (
    <ConfirmDialog
      title={`Delete ${words}?`}
      action={meant.count === 1 ? 'Delete for good' : `Delete ${nounOf(meant)} for good`}
      typed={meant.count > MANY ? String(meant.count) : undefined}
      busy={busy}
      problem={problem}
      wayOut={problem && <WayOut {...{ problem, meant, close }} deselect={(ids) => (forget(), deselect(ids))} />}
      onConfirm={() => void remove()}
      onClose={close}
    >
      <Text>
        {meant.count === 1
          ? `${words} goes for good; the audit keeps its name.`
          : `${words} go for good; the audit keeps their names.`}
      </Text>
    </ConfirmDialog>
  );
}

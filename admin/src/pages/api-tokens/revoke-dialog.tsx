import { Checkbox, Radio, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../api/change';
import { mistakesByField } from '../../api/problem';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { countWords } from '../../parts/count-words';
import { toast } from '../../parts/toast';
import { REVOKE } from './documents';
import type { TokenDialogProps } from './dialog-props';
import { meantWords, nounOf } from './meant';
import { WayOut } from './refusal';

/** Ends tokens, with a reason (C4). */
export function RevokeDialog({
  meant,
  deselect,
  done,
  close,
  leaked = false,
}: TokenDialogProps & { leaked?: boolean }) {
  const [reason, setReason] = useState<'REQUESTED' | 'LEAKED'>(leaked ? 'LEAKED' : 'REQUESTED');
  const [note, setNote] = useState('');
  const [children, setChildren] = useState(false);
  const { run, busy, problem, forget } = useChange(REVOKE);
  const words = meantWords(meant);
  const them = meant.count === 1 ? 'it' : 'them';

  async function revoke() {
    const input = { ...meant.target, reason, note, includeCreatedByThem: children };
    const { data } = await run({ input }, { waiting: `revoke ${words}` });
    if (!data) return;
    const more = data.revokeApiTokens.affectedCount - meant.count;
    toast(`Revoked ${words}${more > 0 ? ` and ${countWords(more, 'token')} made with ${them}` : ''}.`);
    done();
  }
  return (
    <ConfirmDialog
      title={`Revoke ${words}?`}
      action={`Revoke ${nounOf(meant)}`}
      busy={busy}
      problem={problem}
      wayOut={problem && <WayOut {...{ problem, meant, close }} deselect={(ids) => (forget(), deselect(ids))} />}
      onConfirm={() => void revoke()}
      onClose={close}
    >
      <Text>
        Calls are refused within a second.{' '}
        {reason === 'LEAKED' ? restorable(meant.count, false) : restorable(meant.count, true)}
      </Text>
      <Radio.Group
        label="Reason"
        value={reason}
        onChange={(value) => setReason(value === 'LEAKED' ? 'LEAKED' : 'REQUESTED')}
      >
        <Stack gap={8} mt={8}>
          <Radio value="REQUESTED" label="No longer wanted" />
          <Radio value="LEAKED" label="Leaked: somebody else may have the secret" />
        </Stack>
      </Radio.Group>
      <Textarea
        label="Note"
        description="Optional. Everybody who sees the token can read it."
        autosize
        minRows={2}
        maxLength={1000}
        value={note}
        onChange={({ currentTarget }) => setNote(currentTarget.value)}
        error={mistakesByField(problem).note}
      />
      <Checkbox
        label={`Also revoke the tokens made with ${them}`}
        checked={children}
        onChange={({ currentTarget }) => setChildren(currentTarget.checked)}
      />
    </ConfirmDialog>
  );
}

function restorable(count: number, can: boolean): string {
  if (can) return `You can restore ${count === 1 ? 'it' : 'them'}.`;
  return `${count === 1 ? 'It' : 'They'} can't be restored.`;
}

import { Text } from '@mantine/core';
import { useState } from 'react';
import { graphql } from '../../api/graphql';
import { useChange } from '../../api/change';
import { mistakesByField } from '../../api/problem';
import { CodeField } from '../../parts/code-field';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { toast } from '../../parts/toast';

const DISABLE = graphql(`
  mutation DisableTwoFactor($input: DisableTwoFactorInput!) {
    disableTwoFactor(input: $input) {
      user {
        id
        twoFactorEnabled
      }
    }
  }
`);

/** Asks for a code, too: an open session alone never removes the second factor. */
export function SecondFactorOff({ close }: { close: () => void }) {
  const [code, setCode] = useState('');
  const { run, busy, problem } = useChange(DISABLE);
  const mistake = mistakesByField(problem).oneTimeCode;

  async function confirm(oneTimeCode = code) {
    const { data, cancelled } = await run({ input: { oneTimeCode } }, { waiting: 'switch off the second factor' });
    if (data) {
      close();
      toast('Second factor switched off');
    } else if (!cancelled) setCode('');
  }
  return (
    <ConfirmDialog
      title="Switch off the second factor?"
      action="Switch off second factor"
      busy={busy}
      disabled={code === ''}
      problem={problem && mistake ? { ...problem, message: mistake } : problem}
      onConfirm={() => void confirm()}
      onClose={close}
    >
      <Text>Your password alone will then do to log in. Your recovery codes stop working.</Text>
      <Text c="dimmed" size="sm">
        Each code works once: after the one that you logged in with, wait for the next.
      </Text>
      <CodeField value={code} onChange={setCode} onComplete={() => undefined} />
    </ConfirmDialog>
  );
}

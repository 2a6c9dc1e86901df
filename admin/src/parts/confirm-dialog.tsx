import { Button, Group, Stack, TextInput } from '@mantine/core';
import { type ReactNode, type SyntheticEvent, useState } from 'react';
import type { Problem } from '../api/problem';
import { ProblemNote } from './problem-note';
import { Dialog } from './dialog';

export interface ConfirmDialogProps {
  /** Names the thing: `Revoke ci-deploy?` */
  title: ReactNode;
  /** What will then be so, and choices that belong to it. */
  children: ReactNode;
  /** Verb and noun: `Revoke 3 tokens`. */
  action: string;
  /** False: not red, and the first field has the focus instead of Cancel. */
  destructive?: boolean;
  /** What has to be typed first: the name of the thing, or how many. */
  typed?: string;
  busy?: boolean;
  disabled?: boolean;
  problem?: Problem;
  /** The way out of `problem`, as a button. */
  wayOut?: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something ends. Mount it to open it; on closing the focus goes back to where it came from. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, action, destructive = true, typed, busy, disabled, problem, wayOut } = props;
  const [text, setText] = useState('');
  const ready = !disabled && (typed === undefined || text.trim() === typed);
  function submit(event: SyntheticEvent) {
    event.preventDefault();
    // React lets events of a dialog rise to the form that opened it, which would be sent, too.
    event.stopPropagation();
    if (ready && !busy) props.onConfirm();
  }
  return (
    <Dialog onClose={props.onClose} title={title} size={480}>
      <form onSubmit={submit} noValidate>
        <Stack>
          {problem && <ProblemNote problem={problem}>{wayOut}</ProblemNote>}
          {children}
          {typed !== undefined && (
            <TextInput
              label={`Type ${typed} to go on`}
              value={text}
              onChange={({ currentTarget }) => setText(currentTarget.value)}
              autoComplete="off"
            />
          )}
          <Group justify="flex-end" gap="xs" mt="xs">
            <Button variant="default" onClick={props.onClose} data-autofocus={destructive || undefined}>
              Cancel
            </Button>
            <Button type="submit" color={destructive ? 'red' : undefined} loading={busy} disabled={!ready}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

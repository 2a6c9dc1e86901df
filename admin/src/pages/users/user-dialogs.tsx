import { Button, Group, Stack, Text } from '@mantine/core';
import { useChange } from '../../api/change';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { countWords } from '../../parts/count-words';
import { ProblemNote } from '../../parts/problem-note';
import { toast } from '../../parts/toast';
import type { Refusal } from './use-enable';
import { DELETE_USERS, END_SESSIONS, RESET_PASSWORD, RESET_TWO_FACTOR } from './user-documents';
import { aboutUser, type Meant, usersWords } from './user-words';
import { Dialog } from '../../parts/dialog';

interface DialogProps {
  readonly user: Meant;
  readonly close: () => void;
}

interface DeleteProps {
  readonly users: readonly Meant[];
  readonly close: () => void;
  readonly done: () => void;
}

/** O2. */
export function DeleteUsers({ users, close, done }: DeleteProps) {
  const { run, busy, problem } = useChange(DELETE_USERS, { touches: ['User', 'ApiToken', 'Role'] });
  const [first] = users;
  const words = usersWords(users);
  const tokens = users.reduce((sum, { apiTokenCount }) => sum + apiTokenCount, 0);
  async function remove() {
    const { data } = await run({ input: { ids: users.map(({ id }) => id) } }, { waiting: `delete ${words}` });
    if (!data) return;
    const { deletedApiTokenCount } = data.deleteUsers;
    toast(`Deleted ${words}${deletedApiTokenCount > 0 ? ` and ${countWords(deletedApiTokenCount, 'token')}` : ''}.`);
    done();
  }
  return (
    <ConfirmDialog
      title={`Delete ${words}?`}
      action={`Delete ${users.length === 1 ? 'user' : words} for good`}
      typed={users.length === 1 ? first?.displayName : String(users.length)}
      busy={busy}
      problem={aboutUser(problem, users)}
      onConfirm={() => void remove()}
      onClose={close}
    >
      <Text>
        {tokens > 0
          ? `${countWords(tokens, 'token')} ${tokens === 1 ? 'goes' : 'go'} with ${users.length === 1 ? 'them' : 'these users'}. `
          : ''}
        Tokens that they made for others stay; the audit keeps the names. Disabling ends all access, too, and can be
        undone.
      </Text>
    </ConfirmDialog>
  );
}

/** O4. */
export function EndSessions({ user, close }: DialogProps) {
  const { run, busy, problem } = useChange(END_SESSIONS);
  async function end() {
    const { data } = await run({ input: { id: user.id } }, { waiting: `log out ${user.displayName}` });
    if (!data) return;
    toast(`Ended ${countWords(data.endUserSessions.endedSessions, 'session')} of ${user.displayName}.`);
    close();
  }
  return (
    <ConfirmDialog
      title={`End all sessions of ${user.displayName}?`}
      action="End sessions"
      busy={busy}
      problem={aboutUser(problem, [user])}
      onConfirm={() => void end()}
      onClose={close}
    >
      <Text>They are logged out everywhere and can log in again. Their tokens go on working.</Text>
    </ConfirmDialog>
  );
}

export function ResetTwoFactor({ user, close }: DialogProps) {
  const { run, busy, problem } = useChange(RESET_TWO_FACTOR);
  async function reset() {
    const { data } = await run(
      { input: { id: user.id } },
      { waiting: `reset the second factor of ${user.displayName}` },
    );
    if (!data) return;
    toast(`${user.displayName} logs in with the password alone now.`);
    close();
  }
  return (
    <ConfirmDialog
      title={`Reset the second factor of ${user.displayName}?`}
      action="Reset second factor"
      busy={busy}
      problem={aboutUser(problem, [user])}
      onConfirm={() => void reset()}
      onClose={close}
    >
      <Text>
        The authenticator app and the recovery codes stop counting, and the password alone logs in until a new second
        factor is set up. Make sure that it is really them who ask.
      </Text>
    </ConfirmDialog>
  );
}

interface ResetPasswordProps extends DialogProps {
  readonly made: (link: string) => void;
}

export function ResetPassword({ user, close, made }: ResetPasswordProps) {
  const { run, busy, problem } = useChange(RESET_PASSWORD);
  async function reset() {
    const { data } = await run({ input: { id: user.id } }, { waiting: `reset the password of ${user.displayName}` });
    if (data) made(data.resetUserPassword.invitationUrl);
  }
  return (
    <ConfirmDialog
      title={`Reset the password of ${user.displayName}?`}
      action="Make reset link"
      destructive={false}
      busy={busy}
      problem={aboutUser(problem, [user])}
      onConfirm={() => void reset()}
      onClose={close}
    >
      <Text>
        You get a link for {user.displayName}, mailed to them too where mail is set up. The old password works until the
        link is used; then all their sessions end.
      </Text>
    </ConfirmDialog>
  );
}

/** Says why nothing was changed. */
export function RefusedDialog({ refusal: { title, problem }, close }: { refusal: Refusal; close: () => void }) {
  return (
    <Dialog onClose={close} title={title} size={480}>
      <Stack>
        <ProblemNote problem={problem} />
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

import { Button, Group, Stack } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { graphql } from '../../api/graphql';
import { useChange } from '../../api/change';
import { mistakesByField } from '../../api/problem';
import { useViewer } from '../../api/viewer';
import { countWords } from '../../parts/count-words';
import { NewPasswordField } from '../../parts/new-password-field';
import { PasswordField } from '../../parts/password-field';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { toast } from '../../parts/toast';

const CHANGE_PASSWORD = graphql(`
  mutation ChangePassword($input: ChangePasswordInput!) {
    changePassword(input: $input) {
      endedSessions
    }
  }
`);

const EMPTY = { currentPassword: '', newPassword: '' };

/** A new password ends all other sessions. */
export function PasswordSection() {
  const { user } = useViewer();
  const [passwords, setPasswords] = useState(EMPTY);
  const { run, busy, problem } = useChange(CHANGE_PASSWORD, { touches: ['Session'], ownPassword: true });
  const wrong: Record<string, string> = problem?.code === 'WRONG_PASSWORD' ? { currentPassword: problem.message } : {};
  const mistakes = { ...mistakesByField(problem), ...wrong };

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    const { data } = await run({ input: passwords }, { waiting: 'change it' });
    if (!data) return;
    setPasswords(EMPTY);
    const ended = data.changePassword.endedSessions;
    toast(ended > 0 ? `Password changed; ${countWords(ended, 'other session')} ended` : 'Password changed');
  }
  return (
    <Section title="Password" about="Changing it logs you out everywhere else.">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md" maw={420}>
          {problem && Object.keys(mistakes).length === 0 && <ProblemNote problem={problem} />}
          {/* So that password managers know whose it is. */}
          <input type="email" autoComplete="username" value={user.email ?? ''} readOnly hidden />
          <PasswordField
            label="Current password"
            autoComplete="current-password"
            value={passwords.currentPassword}
            error={mistakes.currentPassword}
            onChange={({ currentTarget: { value } }) => setPasswords({ ...passwords, currentPassword: value })}
          />
          <NewPasswordField
            value={passwords.newPassword}
            error={mistakes.newPassword}
            onChange={(newPassword) => setPasswords({ ...passwords, newPassword })}
          />
          <Group>
            <Button
              type="submit"
              loading={busy}
              disabled={passwords.currentPassword === '' || passwords.newPassword === ''}
            >
              Change password
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

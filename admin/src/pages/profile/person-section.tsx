import { Button, Group, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { graphql } from '../../api/graphql';
import { useChange } from '../../api/change';
import { mistakesByField } from '../../api/problem';
import { useViewer } from '../../api/viewer';
import { LeaveGuard } from '../../parts/leave-guard';
import { ProblemNote } from '../../parts/problem-note';
import { Section } from '../../parts/section';
import { toast } from '../../parts/toast';

const UPDATE_PROFILE = graphql(`
  mutation UpdateProfile($input: UpdateProfileInput!) {
    updateProfile(input: $input) {
      user {
        id
        displayName
        firstName
        lastName
        username
      }
    }
  }
`);

const FIELDS = [
  { name: 'firstName', label: 'First name', autoComplete: 'given-name' },
  { name: 'lastName', label: 'Last name', autoComplete: 'family-name' },
  { name: 'username', label: 'User name', autoComplete: 'nickname' },
] as const;

type Names = Record<(typeof FIELDS)[number]['name'], string>;

/** Names, as others see them. */
export function PersonSection() {
  const { user } = useViewer();
  const saved: Names = { firstName: user.firstName, lastName: user.lastName, username: user.username };
  const [typed, setTyped] = useState<Partial<Names>>({});
  const { run, busy, problem } = useChange(UPDATE_PROFILE);
  const changed = FIELDS.filter(({ name }) => typed[name] !== undefined && typed[name] !== saved[name]);
  const mistakes = mistakesByField(problem);

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (changed.length === 0) return;
    const input = Object.fromEntries(changed.map(({ name }) => [name, typed[name]]));
    const { data } = await run({ input }, { waiting: 'save your profile' });
    if (!data) return;
    setTyped({});
    toast('Profile saved');
  }
  return (
    <Section title="Person" about="How others see you: in lists, as the owner of tokens, and in the audit.">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          {problem && Object.keys(mistakes).length === 0 && <ProblemNote problem={problem} />}
          <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
            {FIELDS.map(({ name, label, autoComplete }) => (
              <TextInput
                key={name}
                label={label}
                autoComplete={autoComplete}
                value={typed[name] ?? saved[name]}
                error={mistakes[name]}
                onChange={({ currentTarget: { value } }) => setTyped((before) => ({ ...before, [name]: value }))}
              />
            ))}
          </SimpleGrid>
          <Group>
            <Button type="submit" loading={busy} disabled={changed.length === 0}>
              Save profile
            </Button>
          </Group>
        </Stack>
      </form>
      <LeaveGuard dirty={changed.length > 0} />
    </Section>
  );
}

import { Button, NativeSelect, Stack, Text } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useChange } from '../../api/change';
import { graphql } from '../../api/graphql';
import { mistakesByField, type Problem } from '../../api/problem';
import { isAccessToken, isApiToken, secretIn } from '../../api/secret';
import { PasswordField } from '../../parts/password-field';
import { ProblemNote } from '../../parts/problem-note';
import { ScopeChip } from '../../parts/scope-chip';
import { OVERLAPS, overlapInput, STOP_NOW } from '../api-tokens/overlap';
import { SecretDialog } from '../api-tokens/secret-dialog';
import type { ShownSecret } from '../api-tokens/secret-use';

const ROTATE_HELD = graphql(`
  mutation RotateHeldToken($input: RotateHeldTokenInput!) {
    rotateHeldToken(input: $input) {
      secret
      apiToken {
        id
        name
      }
    }
  }
`);

/** A new secret for the API token whose secret is pasted, asked for as that token itself (P6). */
export function RenewSecret() {
  const [text, setText] = useState('');
  const [overlap, setOverlap] = useState(STOP_NOW);
  const [renewed, setRenewed] = useState<ShownSecret>();
  const { run, busy, problem, forget } = useChange(ROTATE_HELD, { guarded: false });
  const tooLong = mistakesByField(problem).overlap;
  const [mistake, setMistake] = useState<string>();

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    setMistake(mistakeIn(text));
    if (!isApiToken(text)) return;
    const { data } = await run({ input: { overlap: overlapInput(overlap) } }, { as: { secret: secretIn(text) } });
    if (!data) return;
    const { secret, apiToken } = data.rotateHeldToken;
    setText('');
    setRenewed({ secret, name: apiToken.name });
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        {problem && !tooLong && <ProblemNote problem={inWords(problem)} />}
        <Text>
          An API token with the scope <ScopeChip scope="api-tokens:rotate-self" /> can get a new secret without a
          log-in.
        </Text>
        <PasswordField
          label="Secret"
          autoComplete="off"
          value={text}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setMistake(undefined);
            forget();
          }}
          error={mistake}
          autoFocus
        />
        <NativeSelect
          label="Keep the old secret working for"
          data={OVERLAPS}
          value={overlap}
          onChange={({ currentTarget }) => setOverlap(currentTarget.value)}
          error={tooLong && 'Longer than this account allows. Choose a shorter time.'}
        />
        <Button type="submit" loading={busy} disabled={text.trim() === ''} fullWidth>
          Renew secret
        </Button>
      </Stack>
      {renewed && <SecretDialog secrets={[renewed]} happened="regenerated" onDone={() => setRenewed(undefined)} />}
    </form>
  );
}

function mistakeIn(text: string): string | undefined {
  if (isApiToken(text)) return undefined;
  return isAccessToken(text)
    ? 'This is an access token: it only logs in. Regenerate it in the panel.'
    : 'No API token has such a secret: theirs begin with sg_api_.';
}

/** The server's words are for programs. */
function inWords(problem: Problem): Problem {
  const words: Partial<Record<string, string>> = {
    UNAUTHENTICATED: "This isn't the secret of an API token that works now.",
    TOKEN_EXPIRED: 'This token has expired. Its owner can give it a new lifetime.',
    INSUFFICIENT_SCOPE: 'This token may not renew itself: it needs api-tokens:rotate-self.',
  };
  return { ...problem, message: words[problem.code] ?? problem.message };
}

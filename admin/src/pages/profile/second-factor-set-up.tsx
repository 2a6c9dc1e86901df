import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { type SyntheticEvent, useEffect, useState } from 'react';
import { graphql } from '../../api/graphql';
import { useChange } from '../../api/change';
import { mistakesByField } from '../../api/problem';
import { CodeField } from '../../parts/code-field';
import { CopyField } from '../../parts/copy';
import { ProblemNote } from '../../parts/problem-note';
import { QrCode } from './qr-code';

const START = graphql(`
  mutation StartTwoFactor {
    startTwoFactor {
      secret
      uri
    }
  }
`);

const ENABLE = graphql(`
  mutation EnableTwoFactor($input: EnableTwoFactorInput!) {
    enableTwoFactor(input: $input) {
      recoveryCodes
      user {
        id
        twoFactorEnabled
      }
    }
  }
`);

export interface SecondFactorSetUpProps {
  done: (recoveryCodes: readonly string[]) => void;
  cancel: () => void;
}

/** The secret goes into the app as a picture or text; a code of it shows that it arrived. */
export function SecondFactorSetUp({ done, cancel }: SecondFactorSetUpProps) {
  const [secret, setSecret] = useState<{ secret: string; uri: string }>();
  const { run: start, problem } = useChange(START);
  useEffect(() => {
    let gone = false;
    void start({}).then(({ data }) => {
      if (data && !gone) setSecret(data.startTwoFactor);
    });
    return () => void (gone = true);
  }, [start]);

  if (problem) return <ProblemNote problem={problem} />;
  if (!secret) return <Skeleton height={220} />;
  return (
    <Stack gap="md">
      <Text>Scan this with your authenticator app, or enter the key by hand.</Text>
      <Group gap="lg" align="flex-start">
        <QrCode text={secret.uri} label="The key as a QR code" />
        <Stack gap="md" flex="1 1 260px">
          <CopyField label="Key" labelVisible text={secret.secret} />
          <Proof done={done} cancel={cancel} />
        </Stack>
      </Group>
    </Stack>
  );
}

function Proof({ done, cancel }: SecondFactorSetUpProps) {
  const [code, setCode] = useState('');
  const { run, busy, problem } = useChange(ENABLE);
  const mistake = mistakesByField(problem).oneTimeCode;

  async function submit(event?: SyntheticEvent, oneTimeCode = code) {
    event?.preventDefault();
    const { data } = await run({ input: { oneTimeCode } }, { waiting: 'switch on the second factor' });
    if (data) done(data.enableTwoFactor.recoveryCodes);
    else setCode('');
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        {problem && <ProblemNote problem={mistake ? { ...problem, message: mistake } : problem} />}
        <CodeField
          value={code}
          onChange={setCode}
          onComplete={(complete) => void submit(undefined, complete)}
          recovery={false}
        />
        <Group gap="xs">
          <Button type="submit" loading={busy} disabled={code.length < 6}>
            Switch on second factor
          </Button>
          <Button variant="default" onClick={cancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

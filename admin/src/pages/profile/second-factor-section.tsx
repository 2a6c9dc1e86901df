import { Button, Group, Stack, Text } from '@mantine/core';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useViewer } from '../../api/viewer';
import { Section } from '../../parts/section';
import { Pill } from '../../parts/status-pill';
import { RecoveryCodes } from './recovery-codes';
import { SecondFactorOff } from './second-factor-off';
import { SecondFactorSetUp } from './second-factor-set-up';

type Doing = 'nothing' | 'setting up' | 'switching off';

/** A code from an app besides the password. */
export function SecondFactorSection() {
  const { user } = useViewer();
  const [doing, setDoing] = useState<Doing>('nothing');
  const [codes, setCodes] = useState<readonly string[]>([]);
  const nothing = () => setDoing('nothing');
  const enabled = (recoveryCodes: readonly string[]) => {
    setCodes(recoveryCodes);
    nothing();
  };
  return (
    <Section title="Second factor" about="A code from an authenticator app, asked for besides the password.">
      {doing === 'setting up' ? (
        <SecondFactorSetUp done={enabled} cancel={nothing} />
      ) : (
        <State
          enabled={user.twoFactorEnabled}
          setUp={() => setDoing('setting up')}
          off={() => setDoing('switching off')}
        />
      )}
      {doing === 'switching off' && <SecondFactorOff close={nothing} />}
      {codes.length > 0 && <RecoveryCodes codes={codes} done={() => setCodes([])} />}
    </Section>
  );
}

function State({ enabled, setUp, off }: { enabled: boolean; setUp: () => void; off: () => void }) {
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Pill tone={enabled ? 'good' : 'quiet'} icon={enabled ? IconShieldCheck : IconShieldOff}>
          {enabled ? 'On' : 'Off'}
        </Pill>
        {enabled ? (
          <Button variant="default" onClick={off}>
            Switch off
          </Button>
        ) : (
          <Button onClick={setUp}>Set up second factor</Button>
        )}
      </Group>
      {!enabled && (
        <Text size="sm" c="dimmed">
          Without it, whoever learns your password can use everything that you can.
        </Text>
      )}
    </Stack>
  );
}

import { Anchor, Stack } from '@mantine/core';
import { useSearchParams } from 'wouter';
import { BackToLogIn } from '../../parts/back-to-log-in';
import { Card } from '../../parts/card';
import { EndToken } from './end-token';
import { RenewSecret } from './renew-secret';

/** For whoever holds a token's secret, without a log-in: to end it (S4), or, where it may, to renew it (P6). */
export default function HeldTokenPage() {
  const [search, setSearch] = useSearchParams();
  const renewing = search.get('do') === 'renew';
  return (
    <Card title={renewing ? "Renew a token's secret" : 'End a token'}>
      <Stack gap="md">
        {renewing ? <RenewSecret /> : <EndToken />}
        <Anchor
          component="button"
          type="button"
          size="sm"
          ta="center"
          onClick={() => setSearch(renewing ? {} : { do: 'renew' })}
        >
          {renewing ? 'End a token instead' : 'Renew its secret instead'}
        </Anchor>
        <BackToLogIn />
      </Stack>
    </Card>
  );
}

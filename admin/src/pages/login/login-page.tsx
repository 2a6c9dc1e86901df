import { Anchor, Stack } from '@mantine/core';
import { useCallback, useEffect } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useRenewSession } from '../../api/session';
import { announce, listen } from '../../api/tabs';
import { Card } from '../../parts/card';
import { LogInForm } from '../../parts/log-in-form';

/** Log-in; then on to where the person wanted to go. */
export default function LoginPage() {
  const [, navigate] = useLocation();
  const renew = useRenewSession();
  const next = nextOf(useSearch());
  const goOn = useCallback(() => {
    navigate(next, { replace: true });
    renew();
  }, [navigate, next, renew]);
  // In another window: the session is this one's, too.
  useEffect(() => listen(({ kind }) => kind === 'logged-in' && goOn()), [goOn]);
  return (
    <Card title="Log in">
      <Stack gap="md">
        <LogInForm
          done={({ id }) => {
            announce({ kind: 'logged-in', userId: id });
            goOn();
          }}
        />
        <Anchor component={Link} href="/reset" size="sm" ta="center">
          Forgot your password?
        </Anchor>
        <Anchor component={Link} href="/held-token" size="sm" ta="center">
          End or renew a token that you hold
        </Anchor>
      </Stack>
    </Card>
  );
}

/** Only a page of this panel: an address from a link mustn't lead anywhere else. */
function nextOf(search: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}

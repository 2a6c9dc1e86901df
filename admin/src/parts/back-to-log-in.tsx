import { Anchor } from '@mantine/core';
import { Link } from 'wouter';

/** The way from the other pages before the log-in. */
export function BackToLogIn() {
  return (
    <Anchor component={Link} href="/login" size="sm" ta="center">
      Back to log-in
    </Anchor>
  );
}

import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from 'wouter';
import { useLinkSecret } from '../../api/link-secret';
import { Card } from '../../parts/card';
import { SetPasswordForm } from '../../parts/set-password-form';

/** Where an invitation leads, and the link of a first start: a password is set. */
export default function InvitationPage() {
  const secret = useLinkSecret();
  const askAgain = <Text size="sm">Ask whoever invited you for a new link.</Text>;
  return (
    <Card title="Welcome to Scopegate">
      {secret ? (
        <Stack gap="md">
          <Text>Choose the password that you will log in with.</Text>
          <SetPasswordForm key={secret} secret={secret} newLink={askAgain} />
        </Stack>
      ) : (
        <Stack gap="md">
          <Text>Open the whole link of your invitation once more: this page no longer knows it.</Text>
          <Anchor component={Link} href="/login">
            Log in
          </Anchor>
        </Stack>
      )}
    </Card>
  );
}

import { Anchor } from '@mantine/core';
import { useState } from 'react';
import { useLinkSecret } from '../../api/link-secret';
import { Card } from '../../parts/card';
import { SetPasswordForm } from '../../parts/set-password-form';
import { RequestLink } from './request-link';

/** Asks for a link; with a link, sets the password. */
export default function ResetPage() {
  const secret = useLinkSecret();
  const [anew, setAnew] = useState('');
  if (!secret || anew === secret) {
    return (
      <Card title="Reset your password">
        <RequestLink />
      </Card>
    );
  }
  return (
    <Card title="Set a new password">
      <SetPasswordForm
        key={secret}
        secret={secret}
        newLink={
          <Anchor component="button" type="button" onClick={() => setAnew(secret)}>
            Ask for a new link
          </Anchor>
        }
      />
    </Card>
  );
}

import { Text } from '@mantine/core';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { SecretDialog } from '../api-tokens/secret-dialog';
import type { ShownSecret } from '../api-tokens/secret-use';
import type { Lost } from './use-create';

interface CreatedProps {
  secret: ShownSecret | undefined;
  lost: Lost | undefined;
  happened: 'created' | 'copied';
  onDone: () => void;
}

/** What follows a creation: its secret, once; or, when that got lost on the way, how to get a new one. */
export function Created({ secret, lost, happened, onDone }: CreatedProps) {
  if (secret) return <SecretDialog secrets={[secret]} happened={happened} onDone={onDone} />;
  if (!lost) return null;
  const { regeneration } = lost;
  return (
    <ConfirmDialog
      title={`${lost.name} was created`}
      action="Regenerate secret"
      destructive={false}
      busy={regeneration.busy}
      problem={regeneration.problem}
      onConfirm={() => void lost.regenerate()}
      onClose={lost.forget}
    >
      <Text>
        Its secret got lost on the way here, and nobody has seen it. Regenerate it to get one that you can store.
      </Text>
    </ConfirmDialog>
  );
}

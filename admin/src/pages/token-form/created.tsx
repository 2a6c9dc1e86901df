import { Text } from '@mantine/core';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { SecretDialog } from '../api-tokens/secret-dialog';
import type { ShownSecret } from '../api-tokens/secret-use';
import type { Lost } from './use-create';

interface CreatedProps {
  secrets: readonly ShownSecret[] | undefined;
  lost: Lost | undefined;
  happened: 'created' | 'copied';
  onDone: () => void;
}

/** What follows a creation: its secrets, once; or, when they got lost on the way, how to get new ones. */
export function Created({ secrets, lost, happened, onDone }: CreatedProps) {
  if (secrets) return <SecretDialog secrets={secrets} happened={happened} onDone={onDone} />;
  if (!lost) return null;
  const { regeneration, names } = lost;
  const several = names.length > 1;
  return (
    <ConfirmDialog
      title={several ? `${names.length} tokens were created` : `${names.join()} was created`}
      action={several ? `Regenerate ${names.length} secrets` : 'Regenerate secret'}
      destructive={false}
      busy={regeneration.busy}
      problem={regeneration.problem}
      onConfirm={() => void lost.regenerate()}
      onClose={lost.forget}
    >
      <Text>
        {several
          ? 'Their secrets got lost on the way here, and nobody has seen them. Regenerate them to get some that you can store.'
          : 'Its secret got lost on the way here, and nobody has seen it. Regenerate it to get one that you can store.'}
      </Text>
    </ConfirmDialog>
  );
}

import { Anchor, Text } from '@mantine/core';
import { Link } from 'wouter';
import { useChange } from '../../api/change';
import type { Problem } from '../../api/problem';
import { useCan } from '../../api/viewer';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { countWords } from '../../parts/count-words';
import { toast } from '../../parts/toast';
import { DELETE_ROLES, type Role } from './documents';

interface DeleteRolesProps {
  readonly roles: readonly Role[];
  readonly close: () => void;
  readonly done: () => void;
}

/** Of roles that nobody has; one in use is named, with the way to its users (R4). */
export function DeleteRoles({ roles, close, done }: DeleteRolesProps) {
  const { run, busy, problem } = useChange(DELETE_ROLES, { touches: ['Role'] });
  const [first] = roles;
  const words = roles.length === 1 ? `role ${first?.name ?? ''}` : countWords(roles.length, 'role');
  const standing = roles.filter(({ builtIn, userCount }) => builtIn || userCount > 0);
  async function remove() {
    const { data } = await run({ input: { ids: roles.map(({ id }) => id) } }, { waiting: `delete ${words}` });
    if (!data) return;
    toast(`Deleted ${words}.`);
    done();
  }
  return (
    <ConfirmDialog
      title={`Delete ${words}?`}
      action={`Delete ${words} for good`}
      typed={standing.length > 0 ? undefined : roles.length === 1 ? first?.name : String(roles.length)}
      disabled={standing.length > 0}
      busy={busy}
      problem={named(problem, roles)}
      onConfirm={() => void remove()}
      onClose={close}
    >
      {standing.map((role) => (
        <Standing key={role.id} role={role} />
      ))}
      {standing.length === 0 && (
        <Text>Nobody has {roles.length === 1 ? 'it' : 'them'}. The audit keeps the names.</Text>
      )}
    </ConfirmDialog>
  );
}

/** Why a role can't go yet. */
function Standing({ role: { id, name, builtIn, userCount } }: { role: Role }) {
  const maySee = useCan('users:read');
  if (builtIn) return <Text>{name} is built in and stays.</Text>;
  return (
    <Text>
      {countWords(userCount, 'user')} still {userCount === 1 ? 'has' : 'have'} {name}. Give them another role first.{' '}
      {maySee && (
        <Anchor component={Link} href={`/users?roleIds=${id}`} underline="always">
          Show them
        </Anchor>
      )}
    </Text>
  );
}

/** A refusal names the roles that it is about. */
function named(problem: Problem | undefined, roles: readonly Role[]): Problem | undefined {
  const names = roles.filter(({ id }) => problem?.ids.includes(id)).map(({ name }) => name);
  return problem && names.length > 0 ? { ...problem, message: `${names.join(', ')}: ${problem.message}` } : problem;
}

import { Anchor, Checkbox, Group, Input, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { countWords } from '../../parts/count-words';
import { EmptyState } from '../../parts/empty-state';
import { Loaded } from '../../parts/loaded';
import { ScopeChip } from '../../parts/scope-chip';
import { type GivenRole, ROLES } from './user-documents';
import './users.css';

/** A role by name. */
export interface RoleName {
  readonly id: string;
  readonly name: string;
}

interface RoleTicksProps {
  readonly chosen: readonly RoleName[];
  /** Undefined: to look at only. */
  readonly onChange?: (roles: RoleName[]) => void;
  readonly error?: string;
}

const SEARCHED_FROM = 8;

/** Roles to tick, each with what it gives. Needs `roles:read`. */
export function RoleTicks({ chosen, onChange, error }: RoleTicksProps) {
  const [search, setSearch] = useState('');
  const [sought] = useDebouncedValue(search, 250);
  const query = useQuery({ query: ROLES, variables: sought ? { filter: { search: sought } } : {} });
  return (
    <Loaded of={query} lines={3}>
      {({ roles }) => (
        <Stack gap="sm">
          {(roles.totalCount >= SEARCHED_FROM || sought) && (
            <TextInput
              aria-label="Search roles"
              placeholder="Name, description"
              leftSection={<IconSearch size={16} stroke={1.75} />}
              value={search}
              onChange={({ currentTarget }) => setSearch(currentTarget.value)}
              // Enter would send the form that the list stands in.
              onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
            />
          )}
          {roles.nodes.length === 0 ? (
            <EmptyState kind="nothing-found" clear={() => setSearch('')} />
          ) : (
            <ul className="role-ticks" aria-label="Roles">
              {roles.nodes.map((role) => (
                <RoleTick key={role.id} {...{ role, chosen, onChange }} />
              ))}
            </ul>
          )}
          {roles.totalCount > roles.nodes.length && (
            <Text size="sm" c="dimmed">
              {countWords(roles.totalCount - roles.nodes.length, 'role')} more: search for them.
            </Text>
          )}
          {error && <Input.Error>{error}</Input.Error>}
        </Stack>
      )}
    </Loaded>
  );
}

function RoleTick({ role, chosen, onChange }: { role: GivenRole } & Omit<RoleTicksProps, 'error'>) {
  const [open, setOpen] = useState(false);
  const { id, name, description, permissions } = role;
  const ticked = chosen.some((one) => one.id === id);
  const toggle = () => onChange?.(ticked ? chosen.filter((one) => one.id !== id) : [...chosen, { id, name }]);
  return (
    <li>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <Checkbox
          label={name}
          description={description || undefined}
          checked={ticked}
          disabled={!onChange}
          onChange={toggle}
        />
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => setOpen(!open)}
          aria-expanded={open}
          miw="max-content"
        >
          {countWords(permissions.length, 'permission')}
        </Anchor>
      </Group>
      {open && (
        <div className="role-gives" aria-label={`What ${name} gives`} role="group">
          {permissions.map((scope) => (
            <ScopeChip key={scope} scope={scope} />
          ))}
          <Anchor component={Link} href={`/roles/${id}`} size="sm">
            Open role
          </Anchor>
        </div>
      )}
    </li>
  );
}

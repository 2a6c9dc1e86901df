import { useMemo } from 'react';
import { useQuery } from 'urql';
import { useCan } from '../../api/viewer';
import type { FilterField } from '../../parts/list/filter-fields';
import type { ListSpec } from '../../parts/list/list-state';
import { ROLES } from './user-documents';

const SEARCH: FilterField = { name: 'search', kind: 'search', label: 'Name, e-mail' };
const KIND: FilterField = {
  name: 'kinds',
  kind: 'choices',
  label: 'Kind',
  pinned: true,
  choices: [
    { value: 'PERSON', label: 'People' },
    { value: 'SERVICE', label: 'Service accounts' },
  ],
};
const ENABLED: FilterField = {
  name: 'enabled',
  kind: 'flag',
  label: 'Enabled',
  pinned: true,
  yes: 'Enabled',
  no: 'Disabled',
};

const SORTABLE = ['NAME', 'EMAIL', 'CREATED_AT', 'LAST_LOGIN_AT'] as const;
export type UserOrderField = (typeof SORTABLE)[number];

/** The conditions of the API's UserFilter (R5); roles are offered to whoever may see them. */
export function useUserListSpec(): ListSpec<UserOrderField> {
  const maySeeRoles = useCan('roles:read');
  const [{ data }] = useQuery({ query: ROLES, variables: {}, pause: !maySeeRoles });
  const roles = data?.roles.nodes;
  return useMemo(() => {
    const named = { name: 'roleIds', label: 'Role', pinned: true } as const;
    const choices = roles?.map(({ id, name }) => ({ value: id, label: name }));
    // Before the roles are here, nobody can say which of those in the address are known: all of them count.
    const role: FilterField = choices ? { ...named, kind: 'choices', choices } : { ...named, kind: 'ids' };
    return {
      fields: maySeeRoles ? [SEARCH, KIND, role, ENABLED] : [SEARCH, KIND, ENABLED],
      sortable: SORTABLE,
      defaultSort: { field: 'NAME', direction: 'ASC' },
    };
  }, [roles, maySeeRoles]);
}

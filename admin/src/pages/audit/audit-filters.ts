import { useMemo } from 'react';
import { useCan } from '../../api/viewer';
import type { FilterField } from '../../parts/list/filter-fields';
import type { ListSpec } from '../../parts/list/list-state';
import { ACTIONS, TARGET_TYPES } from './audit-words';

const ACTOR: FilterField = { name: 'actorIds', kind: 'people', label: 'Actor', pinned: true };

/** The conditions of the API's AuditEventFilter, by its own names (A3). */
const FIELDS: readonly FilterField[] = [
  { name: 'actions', kind: 'choices', label: 'Action', pinned: true, choices: ACTIONS },
  { name: 'targetTypes', kind: 'choices', label: 'Target', pinned: true, choices: TARGET_TYPES },
  { name: 'since', kind: 'day', label: 'From', pinned: true },
  { name: 'until', kind: 'day', label: 'Before', pinned: true },
  { name: 'targetId', kind: 'text', label: 'Target id' },
  { name: 'actorTokenIds', kind: 'ids', label: 'Done with token' },
];

/** People are found by whoever may see tokens: others filter by what was done. */
export function useAuditListSpec(): ListSpec<never> {
  const findsPeople = useCan('api-tokens:read');
  return useMemo(() => ({ fields: findsPeople ? [ACTOR, ...FIELDS] : FIELDS, sortable: [] }), [findsPeople]);
}

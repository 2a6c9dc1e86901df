import type { Catalogue, Permission } from './catalogue';

/** What is ticked, and what follows from it. */
export interface Ticks {
  readonly catalogue: Catalogue;
  readonly ticked: ReadonlySet<string>;
  readonly implied: ReadonlyMap<string, Permission>;
  /** What it was before the edit; undefined: changes aren't shown. */
  readonly before?: ReadonlySet<string>;
  /** Why it can't be ticked; undefined: it can. */
  readonly refusal?: (permission: Permission) => string | undefined;
}

export type Check = 'on' | 'off' | 'mixed';

export interface PermissionState {
  readonly check: Check;
  /** The ticked one that brings it. */
  readonly comesWith?: Permission;
  /** Why it can't be ticked, or shouldn't be any more. */
  readonly refused?: string;
  readonly change?: 'added' | 'removed';
}

/** How a permission's row looks. */
export function stateOf(permission: Permission, ticks: Ticks): PermissionState {
  const { scope, gone } = permission;
  const on = ticks.ticked.has(scope);
  const comesWith = on ? undefined : ticks.implied.get(scope);
  const refused = gone ? 'its API no longer has it: it counts for nothing' : ticks.refusal?.(permission);
  return { check: on || comesWith ? 'on' : 'off', comesWith, refused, change: changeOf(scope, on, ticks) };
}

function changeOf(scope: string, on: boolean, { before }: Ticks): PermissionState['change'] {
  if (!before || before.has(scope) === on) return undefined;
  return on ? 'added' : 'removed';
}

/** A ticked one can always be taken out; one that comes with another stays as long as that does. */
export const canToggle = ({ check, comesWith, refused }: PermissionState): boolean =>
  !comesWith && (check === 'on' || !refused);

/** Those of a group that one tick on it takes or leaves. */
const reachable = (shown: readonly Permission[], ticks: Ticks): Permission[] =>
  shown.filter((each) => canToggle(stateOf(each, ticks)));

/** Whether one tick on the group would do anything. */
export const canToggleGroup = (shown: readonly Permission[], ticks: Ticks): boolean =>
  shown.some((each) => canToggle(stateOf(each, ticks)));

/** On when all that may be on is; those that come with another count. */
export function checkOfGroup(shown: readonly Permission[], ticks: Ticks): Check {
  const states = shown.map((each) => stateOf(each, ticks));
  const on = states.filter(({ check }) => check === 'on').length;
  if (on === 0) return 'off';
  const open = states.some((state) => state.check === 'off' && canToggle(state));
  return open || on < states.length ? 'mixed' : 'on';
}

/** A click on a permission. */
export function toggled(permission: Permission, ticks: Ticks): ReadonlySet<string> {
  if (!canToggle(stateOf(permission, ticks))) return ticks.ticked;
  const next = new Set(ticks.ticked);
  if (!next.delete(permission.scope)) next.add(permission.scope);
  return next;
}

/** A click on a group: takes what may be taken of what is shown; when all of that is on, leaves it. */
export function toggledGroup(shown: readonly Permission[], ticks: Ticks): ReadonlySet<string> {
  const within = reachable(shown, ticks);
  const missing = within.filter(({ scope }) => !ticks.ticked.has(scope));
  const next = new Set(ticks.ticked);
  if (missing.length > 0) for (const { scope } of missing) next.add(scope);
  else for (const { scope } of within) next.delete(scope);
  return next;
}

import { Button } from '@mantine/core';
import type { ListState } from '../../parts/list/list-state';
import { VIEWS } from './token-filters';

const NAMES = [...new Set(VIEWS.flatMap(({ filter }) => Object.keys(filter)))];

/** What is looked for most, as one press each. Other filters stay, but for All. */
export function Views({
  list,
}: {
  list: Pick<ListState<object, string>, 'textOf' | 'setFilter' | 'clear' | 'filter'>;
}) {
  const none = Object.fromEntries(NAMES.map((name) => [name, undefined]));
  const isChosen = (filter: Readonly<Record<string, string>>): boolean => {
    const names = Object.keys(filter);
    return names.length > 0 ? names.every((name) => list.textOf(name) === filter[name]) : list.filter === undefined;
  };
  return (
    <div className="token-views" role="group" aria-label="Views">
      {VIEWS.map(({ label, filter }) => {
        const chosen = isChosen(filter);
        const all = Object.keys(filter).length === 0;
        return (
          <Button
            key={label}
            variant={chosen ? 'light' : 'subtle'}
            color={chosen ? undefined : 'gray'}
            size="compact-sm"
            aria-pressed={chosen}
            onClick={() => (all ? list.clear() : list.setFilter({ ...none, ...filter }))}
          >
            {label}
          </Button>
        );
      })}
    </div>
  );
}

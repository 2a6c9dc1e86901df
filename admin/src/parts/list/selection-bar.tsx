import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { countWords, numberWords } from '../count-words';

export interface SelectionBarProps {
  /** What one row is: `token`. */
  noun: string;
  count: number;
  mode: 'some' | 'all';
  /** Everything that the filter finds. */
  total: number;
  /** Undefined where the count isn't exact. */
  selectAll: (() => void) | undefined;
  clear: () => void;
  /** Buttons for what is selected. */
  children: ReactNode;
}

/** Over the foot of the list, so that nothing moves; says how many, as the server will count them. */
export function SelectionBar({ noun, count, mode, total, selectAll, clear, children }: SelectionBarProps) {
  const more = mode === 'some' && total > count;
  return (
    <div className="selection-bar" role="region" aria-label="Selection">
      <Text fw={500} role="status">
        {mode === 'all' ? `All ${countWords(total, noun)} selected` : `${numberWords(count)} selected`}
      </Text>
      {more && selectAll && (
        <Button variant="subtle" size="compact-sm" onClick={selectAll}>
          Select all {numberWords(total)}
        </Button>
      )}
      {more && !selectAll && (
        <Text size="sm" c="dimmed">
          Too many to select all: narrow the filter
        </Text>
      )}
      <Group gap="xs" ml="auto" wrap="wrap">
        {children}
        <Tooltip label="Clear the selection">
          <ActionIcon variant="subtle" color="gray" size={34} aria-label="Clear the selection" onClick={clear}>
            <IconX size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </Group>
    </div>
  );
}

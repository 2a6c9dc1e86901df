import { ActionIcon, Checkbox, Popover, Radio, Stack, Button, Tooltip } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconColumns3 } from '@tabler/icons-react';
import type { ReactNode } from 'react';

/** A column of a table, and a line of a card. */
export interface Column<Row, Field extends string = string> {
  readonly key: string;
  readonly title: string;
  /** In pixels. The first column takes what is left, and this at least. */
  readonly width: number;
  /** The name in the API's order, when it can be sorted by it. */
  readonly sort?: Field;
  /** Away until it is chosen. */
  readonly hidden?: boolean;
  /** On a card it stands beside the name: a status. */
  readonly inHead?: boolean;
  /** Numbers stand on the right. */
  readonly align?: 'end';
  readonly render: (row: Row) => ReactNode;
}

export type Density = 'normal' | 'compact';

export interface ColumnChoice<Row, Field extends string> {
  readonly columns: readonly Column<Row, Field>[];
  readonly density: Density;
  readonly chooser: ReactNode;
}

interface Stored {
  readonly shown?: readonly string[];
  readonly density?: Density;
}

/** The columns that this person wants to see, kept in this browser. The first one is always there. */
export function useColumns<Row, Field extends string>(
  name: string,
  all: readonly Column<Row, Field>[],
): ColumnChoice<Row, Field> {
  const [stored, store, reset] = useLocalStorage<Stored>({
    key: `scopegate-columns-${name}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const usual = all.filter(({ hidden }) => !hidden).map(({ key }) => key);
  const shown = stored.shown ?? usual;
  const density = stored.density ?? 'normal';
  return {
    columns: all.filter(({ key }, index) => index === 0 || shown.includes(key)),
    density,
    chooser: (
      <ColumnChooser
        all={all}
        shown={shown}
        density={density}
        onShown={(keys) => store({ ...stored, shown: keys })}
        onDensity={(next) => store({ ...stored, density: next })}
        onReset={reset}
      />
    ),
  };
}

interface ColumnChooserProps {
  all: readonly { key: string; title: string }[];
  shown: readonly string[];
  density: Density;
  onShown: (keys: string[]) => void;
  onDensity: (density: Density) => void;
  onReset: () => void;
}

function ColumnChooser({ all, shown, density, onShown, onDensity, onReset }: ColumnChooserProps) {
  return (
    <Popover position="bottom-end" shadow="md" trapFocus width={220}>
      <Popover.Target>
        <Tooltip label="Columns">
          <ActionIcon variant="default" size={34} aria-label="Columns" className="columns-open">
            <IconColumns3 size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap="md">
          <Checkbox.Group label="Columns" value={[...shown]} onChange={onShown}>
            <Stack gap={10} mt="xs">
              {all.slice(1).map(({ key, title }) => (
                <Checkbox key={key} value={key} label={title} />
              ))}
            </Stack>
          </Checkbox.Group>
          <Radio.Group label="Rows" value={density} onChange={(next) => onDensity(next as Density)}>
            <Stack gap={10} mt="xs">
              <Radio value="normal" label="Comfortable" />
              <Radio value="compact" label="Compact" />
            </Stack>
          </Radio.Group>
          <Button variant="default" onClick={onReset}>
            Reset columns
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

import { Button, Drawer, Stack } from '@mantine/core';
import { FieldEditor } from './field-editor';
import type { Filters } from './filter-bar';
import type { FilterField } from './filter-fields';

export interface FilterDrawerProps {
  fields: readonly FilterField[];
  filters: Filters;
  close: () => void;
}

/** All conditions below each other, for small screens. */
export function FilterDrawer({ fields, filters, close }: FilterDrawerProps) {
  return (
    <Drawer opened onClose={close} title="Filters" position="bottom" size="85%">
      <Stack gap="lg">
        {fields.map((field) => (
          <fieldset key={field.name} className="filter-set">
            <legend>{field.label}</legend>
            <FieldEditor
              field={field}
              text={filters.textOf(field.name)}
              onChange={(next) => filters.setFilter({ [field.name]: next })}
            />
          </fieldset>
        ))}
        <Button onClick={close}>Show the list</Button>
      </Stack>
    </Drawer>
  );
}

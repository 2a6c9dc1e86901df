import { Checkbox, Stack, TagsInput } from '@mantine/core';
import type { FieldsProps } from './identity-fields';

/** From where it may be used (U7), and whether it starts switched off (T11). */
export function MoreFields({ draft, patch, mistakes, editing = false }: FieldsProps & { editing?: boolean }) {
  return (
    <Stack gap="md">
      <TagsInput
        label="Allowed addresses"
        description="IPv4 or IPv6 addresses and ranges, as 203.0.113.0/24. None: from anywhere."
        value={[...draft.addresses]}
        onChange={(addresses) => patch({ addresses })}
        splitChars={[',', ' ', ';']}
        error={mistakes.addresses}
        acceptValueOnBlur
      />
      <Checkbox
        label={editing ? 'Enabled' : 'Start disabled'}
        description={editing ? undefined : 'It works once somebody enables it.'}
        checked={editing ? draft.enabled : !draft.enabled}
        onChange={({ currentTarget: { checked } }) => patch({ enabled: editing ? checked : !checked })}
      />
    </Stack>
  );
}

import { Switch } from '@mantine/core';
import { Section } from '../../parts/section';
import { switchShortcuts, useShortcutsOn } from '../../parts/shortcuts';

/** Keys of single letters get in the way of speech input and of some hands. */
export function ShortcutsSection() {
  const on = useShortcutsOn();
  return (
    <Section title="Keyboard" about="Press ? anywhere to see what each key does.">
      <Switch
        label="Use single keys as shortcuts"
        description="Kept in this browser."
        checked={on}
        onChange={({ currentTarget }) => switchShortcuts(currentTarget.checked)}
      />
    </Section>
  );
}

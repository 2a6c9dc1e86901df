import { Button, Group, MultiSelect, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { type SyntheticEvent, useState } from 'react';
import { useChange } from '../../api/change';
import { mistakesByField } from '../../api/problem';
import { ProblemNote } from '../../parts/problem-note';
import { type ApiScope, REGISTER, type ShownApi } from './api-documents';
import { Impact } from './impact';
import { useCheck } from './use-check';
import { Dialog } from '../../parts/dialog';

type Said = Pick<ApiScope, 'label' | 'description' | 'readOnly' | 'implies'> & { docsUrl: string };

/** What an SDL can't say of a scope (P8). Whoever makes it give more sees first which tokens that reaches. */
export function ScopeDialog({ api, scope, close }: { api: ShownApi; scope: ApiScope; close: () => void }) {
  const [said, setSaid] = useState<Said>({ ...scope, docsUrl: scope.docsUrl ?? '' });
  const set = (some: Partial<Said>) => setSaid((before) => ({ ...before, ...some }));
  const input = inputWith(api, scope, said);
  const check = useCheck(input);
  const { run, busy, problem } = useChange(REGISTER, { touches: ['Api', 'Permission', 'ApiToken'] });
  const widens = said.readOnly !== scope.readOnly || String(said.implies) !== String(scope.implies);
  const ready = !widens || (check.impact !== undefined && !check.stale);

  async function submit(event: SyntheticEvent) {
    event.preventDefault();
    if (!ready) return check.run();
    const { data } = await run({ input }, { waiting: `save scope ${scope.scope}` });
    if (data) close();
  }
  const shown = problem ?? (check.stale ? undefined : check.problem);
  return (
    <Dialog onClose={close} title={`Edit ${scope.scope}`} size={560}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          {shown && <ProblemNote problem={shown} />}
          <Fields {...{ api, scope, said, set }} mistakes={mistakesByField(shown)} />
          {widens && check.impact && <Impact impact={check.impact} stale={check.stale} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={busy || check.busy}>
              {ready ? 'Save scope' : 'Check change'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

interface FieldsProps {
  api: ShownApi;
  scope: ApiScope;
  said: Said;
  set: (some: Partial<Said>) => void;
  mistakes: Record<string, string>;
}

function Fields({ api, scope, said, set, mistakes }: FieldsProps) {
  const others = api.scopes.filter((one) => !one.gone && one.scope !== scope.scope).map((one) => one.scope);
  return (
    <>
      <TextInput
        label="Label"
        value={said.label}
        onChange={({ currentTarget }) => set({ label: currentTarget.value })}
        error={mistakes['scopes']}
        data-autofocus
      />
      <Textarea
        label="Description"
        autosize
        value={said.description}
        onChange={({ currentTarget }) => set({ description: currentTarget.value })}
      />
      <TextInput
        label="Docs"
        type="url"
        value={said.docsUrl}
        onChange={({ currentTarget }) => set({ docsUrl: currentTarget.value })}
      />
      <Switch
        label="It only reads"
        description="Read-only tokens get it as soon as their owner holds it."
        checked={said.readOnly}
        onChange={({ currentTarget }) => set({ readOnly: currentTarget.checked })}
      />
      <MultiSelect
        label="Includes"
        description="Whoever has this scope has these, too."
        data={others}
        value={said.implies}
        onChange={(implies) => set({ implies })}
        searchable
        hidePickedOptions
        limit={100}
      />
    </>
  );
}

/** What is said of one scope replaces what was said of all, so the others are told again as they are. */
function inputWith(api: ShownApi, scope: ApiScope, said: Said) {
  const told = api.scopes.filter(({ gone }) => !gone);
  return {
    name: api.name,
    sdl: api.sdl,
    scopes: told.map((one) => {
      const { label, description, readOnly, implies, docsUrl } = one.scope === scope.scope ? said : one;
      return { scope: one.scope, label, description, readOnly, implies, ...(docsUrl && { docsUrl }) };
    }),
  };
}

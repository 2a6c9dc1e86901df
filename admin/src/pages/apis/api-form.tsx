import { Stack, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useChange } from '../../api/change';
import { mistakesByField, type Problem } from '../../api/problem';
import { useCan } from '../../api/viewer';
import { FormPage } from '../../parts/form-page';
import { PeopleField } from '../../parts/people-field';
import { useGoTo } from '../../parts/use-go-to';
import { type ApiDraft, draftOf, inputOf, isChanged } from './api-draft';
import { REGISTER, type ShownApi } from './api-documents';
import { ApiSummary } from './api-summary';
import { Impact } from './impact';
import { SdlEditor } from './sdl-editor';
import { sdlMistakes } from './sdl-mistakes';
import { type Check, useCheck } from './use-check';

/** Registers an API, or a new version of it: a changed SDL is checked before it can be saved (P8). */
export function ApiForm({ api }: { api?: ShownApi }) {
  const [draft, setDraft] = useState<ApiDraft>(() => draftOf(api));
  const set = (some: Partial<ApiDraft>) => setDraft((before) => ({ ...before, ...some }));
  const input = useMemo(() => inputOf(draft), [draft]);
  const check = useCheck(input);
  const { run, busy, problem } = useChange(REGISTER, { touches: ['Api', 'Permission', 'ApiToken'] });
  const [, navigate] = useLocation();
  const goTo = useGoTo(navigate);

  const sdlChanged = draft.sdl !== (api?.sdl ?? '');
  const ready = !sdlChanged || (check.impact !== undefined && !check.stale);
  async function save() {
    const { data } = await run({ input }, { waiting: api ? `register ${draft.name}` : `register API ${draft.name}` });
    if (data) goTo(`/apis/${data.registerApi.api.id}`);
  }
  const shown = check.problem && !check.stale ? check.problem : problem;
  return (
    <FormPage
      title={api ? `New version of ${api.name}` : 'Register API'}
      dirty={isChanged(draft, api) && !goTo.going}
      busy={busy || check.busy}
      problem={withoutSdl(shown)}
      action={actionOf(api, sdlChanged, ready)}
      disabled={!draft.sdl.trim() || !draft.name.trim() || !isChanged(draft, api)}
      onSubmit={() => (ready ? void save() : check.run())}
      cancelTo={api ? `/apis/${api.id}` : '/apis'}
      summary={<ApiSummary check={check} isNew={!api} sdlChanged={sdlChanged} />}
    >
      <Fields {...{ api, draft, set }} problem={shown} />
      <SdlEditor
        value={draft.sdl}
        onChange={(sdl) => set({ sdl })}
        mistakes={check.stale ? [] : sdlMistakes(shown, draft.sdl)}
      />
      <Checked check={check} />
    </FormPage>
  );
}

function actionOf(api: ShownApi | undefined, sdlChanged: boolean, ready: boolean): string {
  if (!ready) return 'Check change';
  if (!api) return 'Register API';
  return sdlChanged ? 'Register this version' : 'Save API';
}

/** Mistakes of the SDL stand below it. */
function withoutSdl(problem: Problem | undefined): Problem | undefined {
  const elsewhere = problem?.fields.every(({ path }) => !path.includes('sdl')) ?? true;
  if (elsewhere) return problem;
  return problem && { ...problem, message: "The SDL can't be registered like this: see below it." };
}

function Checked({ check: { impact, stale } }: { check: Check }) {
  return impact ? <Impact impact={impact} stale={stale} /> : null;
}

interface FieldsProps {
  api?: ShownApi;
  draft: ApiDraft;
  set: (some: Partial<ApiDraft>) => void;
  problem: Problem | undefined;
}

function Fields({ api, draft, set, problem }: FieldsProps) {
  const mistakes = mistakesByField(problem);
  const maySearch = useCan('api-tokens:read');
  return (
    <Stack gap="md">
      <TextInput
        label="Name"
        required
        description={
          api && 'The name tells which API this is, so it stays. Only its capitals and blanks can be changed.'
        }
        value={draft.name}
        onChange={({ currentTarget }) => set({ name: currentTarget.value })}
        error={mistakes['name']}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        value={draft.description}
        onChange={({ currentTarget }) => set({ description: currentTarget.value })}
        error={mistakes['description']}
      />
      <TextInput
        label="Docs"
        type="url"
        placeholder="https://docs.example.com/orders"
        value={draft.docsUrl}
        onChange={({ currentTarget }) => set({ docsUrl: currentTarget.value })}
        error={
          mistakes['docsUrl'] ?? (api?.docsUrl && !draft.docsUrl ? 'It can be replaced, not taken away.' : undefined)
        }
      />
      <PeopleField
        label="Introspectors"
        description="Service accounts that may ask whether a token is active and what it may do here (RFC 7662)."
        kind="SERVICE"
        value={draft.introspectors}
        onChange={(introspectors) => set({ introspectors })}
        error={mistakes['introspectorIds']}
        disabled={!maySearch}
        placeholder={maySearch ? undefined : 'Choosing them needs api-tokens:read'}
      />
    </Stack>
  );
}

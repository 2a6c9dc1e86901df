import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { useChange } from '../../api/change';
import { ConflictDialog } from '../../parts/conflict-dialog';
import { FormPage } from '../../parts/form-page';
import { fullDayWords } from '../../parts/moment-words';
import { useCatalogue } from '../../parts/scope-tree/catalogue';
import { StatusPill } from '../../parts/status-pill';
import { TryAgain } from '../../parts/try-again';
import { toast } from '../../parts/toast';
import { useGoTo } from '../../parts/use-go-to';
import { differences } from './differences';
import { type EditedToken, UPDATE } from './documents';
import { draftOf, isDirty, updateInput } from './draft';
import { excessOf, useGrant } from './grant';
import { Summary } from './summary';
import { TokenFields } from './token-fields';
import { useDraft } from './use-draft';
import { type Saved, useLastSaved } from './use-last-saved';

/** The form of a token that exists. Kind and owner stay (T3). */
export function EditForm({ token }: { token: EditedToken }) {
  const [, navigate] = useLocation();
  const goTo = useGoTo(navigate);
  const home = `/api-tokens/${token.id}`;
  const [base, setBase] = useState(token);
  const before = useMemo(() => draftOf(base), [base]);
  const { draft, setDraft, patch, mistakes, attempt, above, check, refuse } = useDraft(before);
  const catalogue = useCatalogue('tokens');
  const grant = useGrant(draft.owner, before.scopes);
  const update = useChange(UPDATE, { touches: ['ApiToken'] });
  const [conflict, setConflict] = useState<Saved>();
  const lastSaved = useLastSaved(token.id);

  async function save(expectedUpdatedAt: string) {
    if (!check(base.expiresAt)) return;
    const input = updateInput(token.id, before, draft, expectedUpdatedAt);
    const { data, problem } = await update.run({ input }, { waiting: `save token ${base.name}` });
    const theirs = problem?.code === 'CONFLICT' ? await lastSaved() : undefined;
    setConflict(theirs);
    refuse(theirs ? undefined : problem);
    if (!data) return;
    toast(`${data.updateApiToken.apiToken.name} is saved.`);
    goTo(home);
  }
  function loadTheirs({ token: theirs }: Saved) {
    setBase(theirs);
    setDraft(draftOf(theirs));
    setConflict(undefined);
  }
  const keepLabel = base.expiresAt ? `As it is (${fullDayWords(new Date(base.expiresAt))})` : 'As it is (no expiry)';
  return (
    <>
      <FormPage
        title={`Edit ${base.name}`}
        beside={<StatusPill status={base.status} />}
        dirty={!goTo.going && isDirty(before, draft)}
        busy={update.busy}
        problem={above}
        wayOut={above?.outcomeUnknown && <TryAgain again={() => void save(base.updatedAt)} />}
        attempt={attempt}
        action="Save token"
        disabled={!isDirty(before, draft)}
        onSubmit={() => void save(base.updatedAt)}
        cancelTo={home}
        summary={
          <Summary draft={draft} catalogue={catalogue.catalogue} grantable={grant.grantable} kept={base.expiresAt} />
        }
      >
        <TokenFields
          {...{ draft, patch, mistakes, grant, catalogue }}
          excess={excessOf(draft, grant, before.scopes)}
          editing={{ expiresAt: base.expiresAt, keepLabel }}
          ownerOpen={false}
        />
      </FormPage>
      {conflict && (
        <ConflictDialog
          who={conflict.who}
          at={conflict.at}
          differences={differences(draft, conflict.token, base.expiresAt)}
          busy={update.busy}
          onLoadTheirs={() => loadTheirs(conflict)}
          onSaveMine={() => void save(conflict.token.updatedAt)}
          onClose={() => setConflict(undefined)}
        />
      )}
    </>
  );
}

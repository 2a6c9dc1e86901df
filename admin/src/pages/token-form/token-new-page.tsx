import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useChange } from '../../api/change';
import { useCan, useViewer } from '../../api/viewer';
import { FormPage } from '../../parts/form-page';
import { useCatalogue } from '../../parts/scope-tree/catalogue';
import { TryAgain } from '../../parts/try-again';
import { useGoTo } from '../../parts/use-go-to';
import { Created } from './created';
import { CREATE, CREATE_SEVERAL } from './documents';
import { createInput, isDirty, type TokenDraft } from './draft';
import { excessOf, useGrant } from './grant';
import { wantedNames, wantedWords } from './names';
import { prefilled } from './prefill';
import { Summary } from './summary';
import { TokenFields } from './token-fields';
import { LOOKS_FIRST, useCreate } from './use-create';
import { useDraft } from './use-draft';
import './token-form.css';

/** Makes a token: one's own, or somebody else's where the list of all tokens is (T1-T11). */
export default function TokenNewPage() {
  const viewer = useViewer();
  const search = useSearch();
  const [path, navigate] = useLocation();
  const goTo = useGoTo(navigate);
  const all = useCan('api-tokens:read') && path.startsWith('/api-tokens');
  const home = all ? '/api-tokens' : '/my-tokens';
  const [{ draft: start, ignored }] = useState(() => prefilled(search, viewer));

  const { draft, patch, mistakes, attempt, above, check, refuse } = useDraft(start);
  const catalogue = useCatalogue('tokens');
  const grant = useGrant(draft.owner);
  const send = useSend();
  const names = wantedNames(draft).map(({ name }) => name);
  const { create, busy, secrets, lost } = useCreate(() => send(draft, names), { names, ownerId: draft.owner.id });

  async function submit() {
    if (check()) refuse(await create());
  }
  return (
    <>
      <FormPage
        title={draft.several ? 'New tokens' : 'New token'}
        dirty={!secrets && !goTo.going && isDirty(start, draft)}
        busy={busy}
        problem={above}
        wayOut={above?.outcomeUnknown && <TryAgain again={() => void submit()} />}
        attempt={attempt}
        action={draft.several && names.length > 0 ? `Create ${wantedWords(draft)}` : 'Create token'}
        onSubmit={() => void submit()}
        cancelTo={home}
        summary={<Summary draft={draft} catalogue={catalogue.catalogue} grantable={grant.grantable} />}
      >
        <TokenFields
          draft={draft}
          patch={patch}
          mistakes={mistakes}
          grant={grant}
          catalogue={catalogue}
          excess={excessOf(draft, grant)}
          ignored={ignored}
          ownerOpen={all}
        />
      </FormPage>
      <Created secrets={secrets} lost={lost} happened="created" onDone={() => goTo(home)} />
    </>
  );
}

/** Sends what was typed: one token, or several that differ in their names. */
function useSend() {
  const touches = ['ApiToken', 'ApiTokenConnection'];
  const one = useChange(CREATE, { touches, ifUnclear: LOOKS_FIRST });
  const several = useChange(CREATE_SEVERAL, { touches, ifUnclear: LOOKS_FIRST });
  return async (draft: TokenDraft, names: readonly string[]) => {
    const options = { waiting: `create ${wantedWords(draft)}` };
    if (draft.several) {
      const apiTokens = names.map((name) => createInput(draft, name));
      const outcome = await several.run({ input: { apiTokens } }, options);
      return outcome.data ? { data: outcome.data.createApiTokens.secrets } : outcome;
    }
    const outcome = await one.run({ input: createInput(draft) }, options);
    return outcome.data ? { data: [outcome.data.createApiToken] } : outcome;
  };
}

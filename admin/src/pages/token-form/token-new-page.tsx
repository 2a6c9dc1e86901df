import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useChange } from '../../api/change';
import { useCan, useViewer } from '../../api/viewer';
import { FormPage } from '../../parts/form-page';
import { useCatalogue } from '../../parts/scope-tree/catalogue';
import { TryAgain } from '../../parts/try-again';
import { useGoTo } from '../../parts/use-go-to';
import { Created } from './created';
import { CREATE } from './documents';
import { createInput, isDirty } from './draft';
import { excessOf, useGrant } from './grant';
import { prefilled } from './prefill';
import { Summary } from './summary';
import { TokenFields } from './token-fields';
import { useCreate } from './use-create';
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
  const creation = useChange(CREATE, { touches: ['ApiToken', 'ApiTokenConnection'] });
  const { create, busy, secret, lost } = useCreate(
    async () => {
      const outcome = await creation.run(
        { input: createInput(draft) },
        { waiting: `create token ${draft.name.trim()}` },
      );
      return outcome.data ? { data: outcome.data.createApiToken } : outcome;
    },
    { name: draft.name, ownerId: draft.owner.id },
  );

  async function submit() {
    if (check()) refuse(await create());
  }
  return (
    <>
      <FormPage
        title="New token"
        dirty={!secret && !goTo.going && isDirty(start, draft)}
        busy={busy}
        problem={above}
        wayOut={above?.outcomeUnknown && <TryAgain again={() => void submit()} />}
        attempt={attempt}
        action="Create token"
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
      <Created secret={secret} lost={lost} happened="created" onDone={() => goTo(home)} />
    </>
  );
}

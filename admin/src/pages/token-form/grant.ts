import { useMemo } from 'react';
import { useQuery } from 'urql';
import { useOwnLogIn, useViewer } from '../../api/viewer';
import type { Permission } from '../../parts/scope-tree/catalogue';
import { GRANTABLE } from './documents';
import type { Owner, TokenDraft } from './draft';

/** Lets its holder manage tokens: never on one whose secret somebody else saw (T10). */
const TOKEN_MANAGING = ['api-tokens:manage', 'own-api-tokens:manage'];

/** What may stand on a token of this owner when the viewer makes it (P5, T10). */
export interface Grant {
  /** Why only CUSTOM goes: the secret is seen by somebody other than its person, or a token makes it (T10, P6). */
  readonly onlyCustom?: string;
  /** Undefined until it is known. */
  readonly grantable?: ReadonlySet<string>;
  /** Why a scope can't be added, in words after its name; undefined: it can. */
  readonly refusal: (permission: Permission) => string | undefined;
}

/** Asks what the viewer can give to the owner. `present`: what an existing token lists already, which may stay. */
export function useGrant(owner: Owner, present?: ReadonlySet<string>): Grant {
  const { user, scopes: held } = useViewer();
  const own = useOwnLogIn();
  const [{ data, operation }] = useQuery({ query: GRANTABLE, variables: { ownerId: owner.id } });
  // Until the answer is here, urql shows the one about the owner before.
  const list = operation?.variables.ownerId === owner.id ? data?.grantableScopes : undefined;
  return useMemo(() => {
    const grantable = list && new Set(list);
    const forSomebodyElse = !present && owner.kind === 'PERSON' && owner.id !== user.id;
    const refusal = ({ scope }: Permission): string | undefined => {
      if (!grantable || grantable.has(scope) || present?.has(scope)) return undefined;
      if (!held.includes(scope)) return "you don't hold it";
      if (forSomebodyElse && TOKEN_MANAGING.includes(scope)) return `only ${owner.displayName} can give it`;
      return `${owner.displayName} doesn't hold it`;
    };
    return { onlyCustom: onlyCustom(owner, { forSomebodyElse, byToken: !present && !own }), grantable, refusal };
  }, [list, held, owner, user.id, present, own]);
}

function onlyCustom(owner: Owner, why: { forSomebodyElse: boolean; byToken: boolean }): string | undefined {
  if (why.byToken) return 'You are here with an access token: only Custom goes.';
  return why.forSomebodyElse ? `You will see the secret, not ${owner.displayName} alone: only Custom goes.` : undefined;
}

/** Ticked, and not to be given by the viewer to this owner. */
export const excessOf = (draft: TokenDraft, { grantable }: Grant, present?: ReadonlySet<string>): string[] =>
  draft.access === 'CUSTOM' && grantable
    ? [...draft.scopes].filter((scope) => !grantable.has(scope) && !present?.has(scope))
    : [];

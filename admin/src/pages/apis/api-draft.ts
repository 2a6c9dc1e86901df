import type { Person } from '../../parts/people-field';
import type { ShownApi } from './api-documents';
import type { RegisterInput } from './use-check';

/** What the form holds. */
export interface ApiDraft {
  readonly name: string;
  readonly description: string;
  readonly docsUrl: string;
  readonly sdl: string;
  readonly introspectors: readonly Person[];
}

export const draftOf = (api: ShownApi | undefined): ApiDraft => ({
  name: api?.name ?? '',
  description: api?.description ?? '',
  docsUrl: api?.docsUrl ?? '',
  sdl: api?.sdl ?? '',
  introspectors: api?.introspectors ?? [],
});

/** An empty link is left out: the API knows no way to take one away (RegisterApiInput). */
export const inputOf = ({ name, description, docsUrl, sdl, introspectors }: ApiDraft): RegisterInput => ({
  name,
  description,
  ...(docsUrl && { docsUrl }),
  sdl,
  introspectorIds: introspectors.map(({ id }) => id),
});

export const isChanged = (draft: ApiDraft, api: ShownApi | undefined): boolean =>
  JSON.stringify(inputOf(draft)) !== JSON.stringify(inputOf(draftOf(api)));

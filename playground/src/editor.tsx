import { useEffect } from 'react';
import { useMonaco } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import 'graphiql/setup-workers/vite';
// Not graphiql/style.css: that one carries its fonts as data: addresses, 370 kB of them.
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './editor.css';
import { useEditorColours } from './editor-colours';
import type { createFetcher } from './exchange';
import type { Theme } from './theme';

const FIRST_QUERY = `# Ctrl-Enter (on a Mac ⌘-Enter) runs this.
# Ctrl-M lets the Tab key leave the editor.
#
# "viewer" is whoever makes the request:
# null without a token; with one, this is
# what the token may do at this moment.
{
  viewer {
    scopes
  }
}
`;

interface Props {
  /** A new identity loads the schema again. */
  fetcher: ReturnType<typeof createFetcher>;
  /** False: no schema is asked for, and one that was loaded is forgotten. */
  wantsSchema: boolean;
  theme: Theme;
}

/** GraphiQL, keeping nothing: no storage, and no headers of its own, for both would keep a token. */
export default function Editor({ fetcher, wantsSchema, theme }: Props) {
  useEditorColours();
  useForgottenSchema(wantsSchema);
  return (
    <GraphiQL
      fetcher={fetcher}
      schema={wantsSchema ? undefined : null}
      inputValueDeprecation
      schemaDescription
      storage={NOTHING_KEPT}
      shouldPersistHeaders={false}
      isHeadersEditorEnabled={false}
      defaultQuery={FIRST_QUERY}
      forcedTheme={theme}
    >
      <GraphiQL.Logo>{null}</GraphiQL.Logo>
    </GraphiQL>
  );
}

/** GraphiQL leaves the last schema with the language service, which would go on completing from it. */
function useForgottenSchema(wantsSchema: boolean): void {
  const { monacoGraphQL } = useMonaco();
  useEffect(() => {
    if (!wantsSchema) monacoGraphQL?.setSchemaConfig([]);
  }, [monacoGraphQL, wantsSchema]);
}

/** A storage that forgets at once: GraphiQL would take localStorage if it were given none. */
const NOTHING_KEPT: Storage = {
  length: 0,
  key: () => null,
  getItem: () => null,
  setItem: () => undefined,
  removeItem: () => undefined,
  clear: () => undefined,
};

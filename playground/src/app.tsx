import { lazy, Suspense, useState } from 'react';
import { useConnection } from './connection';
import type { Exchange } from './exchange';
import { Notice } from './notice';
import { THEME_CHOICES, useTheme, type ThemeChoice } from './theme';
import { TokenField } from './token-field';

// The bar is there at once; the editor, a few megabytes, follows.
const Editor = lazy(() => import('./editor'));

export function App() {
  const { fetcher, schema, last, enterToken, settleToken, loadSchema } = useConnection();
  const [choice, setChoice] = useState<ThemeChoice>('system');
  const theme = useTheme(choice);

  return (
    <>
      <header className="bar">
        <h1>
          Scopegate <span>playground</span>
        </h1>
        <TokenField onEntry={enterToken} onLeave={settleToken} onLoad={loadSchema} loading={schema === 'loading'} />
        <Status exchange={last.operation} />
        <ThemeSelect choice={choice} onChoice={setChoice} />
      </header>
      <Notice schema={schema} last={last} />
      <main data-schema={schema}>
        <Suspense fallback={<p className="waiting">Loading the editor…</p>}>
          <Editor fetcher={fetcher} wantsSchema={schema !== 'none'} theme={theme} />
        </Suspense>
      </main>
    </>
  );
}

function Status({ exchange }: { exchange: Exchange | undefined }) {
  if (!exchange) return <output className="status" aria-label="Last answer" />;
  const kind = exchange.problem === null ? 'good' : 'bad';
  return (
    <output className={`status ${kind}`} aria-label="Last answer">
      HTTP {exchange.status ?? 'failed'} <span>{exchange.milliseconds} ms</span>
    </output>
  );
}

function ThemeSelect({ choice, onChoice }: { choice: ThemeChoice; onChoice: (choice: ThemeChoice) => void }) {
  return (
    <label className="theme">
      Theme
      {/* The options are THEME_CHOICES, so the value is one of them. */}
      <select value={choice} onChange={(event) => onChoice(event.target.value as ThemeChoice)}>
        {THEME_CHOICES.map((name) => (
          <option key={name} value={name}>
            {name[0]?.toUpperCase() + name.slice(1)}
          </option>
        ))}
      </select>
    </label>
  );
}

import { useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { parseTokenEntry, type TokenEntry } from './token';

interface Props {
  onEntry: (entry: TokenEntry) => void;
  /** The focus went elsewhere, or the token was forgotten. */
  onLeave: () => void;
  /** Enter, or the button. */
  onLoad: () => void;
  loading: boolean;
}

/**
 * The field isn't controlled by React, which would copy the token into the `value` attribute, where style sheets can
 * read it; and it stands in no form, so that no browser offers to keep it as a password.
 */
export function TokenField({ onEntry, onLeave, onLoad, loading }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [shown, setShown] = useState(false);
  const [filled, setFilled] = useState(false);
  const [mistake, setMistake] = useState<string | null>(null);

  const read = () => {
    const entry = parseTokenEntry(input.current?.value ?? '');
    setFilled(input.current?.value !== '');
    setMistake(entry.mistake);
    onEntry(entry);
  };
  const forget = () => {
    if (input.current) input.current.value = '';
    setShown(false);
    read();
    onLeave();
    input.current?.focus();
  };

  const leave = (event: FocusEvent<HTMLDivElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) onLeave();
  };

  return (
    <div className="token" role="group" aria-label="Credential" onBlur={leave}>
      <label htmlFor="token">API token</label>
      <span className="token-box">
        <input
          ref={input}
          id="token"
          type={shown ? 'text' : 'password'}
          placeholder="sg_api_…"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          data-1p-ignore
          data-bwignore
          data-lpignore="true"
          aria-invalid={mistake !== null}
          aria-describedby="token-note"
          onInput={read}
          onKeyDown={(event: KeyboardEvent) => event.key === 'Enter' && onLoad()}
        />
        <button type="button" aria-pressed={shown} aria-label="Show token" onClick={() => setShown(!shown)}>
          {shown ? 'Hide' : 'Show'}
        </button>
        {filled && (
          <button type="button" aria-label="Forget token" onClick={forget}>
            Forget
          </button>
        )}
      </span>
      <button type="button" className="load" disabled={loading} onClick={onLoad}>
        {loading ? 'Loading…' : 'Load schema'}
      </button>
      <span id="token-note" className={mistake === null ? 'visually-hidden' : 'token-mistake'} role="status">
        {mistake ?? 'Kept in memory only, and gone when this page is closed.'}
      </span>
    </div>
  );
}

import { ActionIcon, Button, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import './copy.css';

export type CopyState = 'idle' | 'copied' | 'refused';

const SAID_FOR_MS = 2000;

/**
 * Copies, and is honest about it: `copied` only once the browser has said so. Where it refuses, as without TLS, the
 * text in `field` is selected, so that Ctrl+C works.
 */
export function useCopy(field?: RefObject<HTMLElement | null>): [CopyState, (text: string) => Promise<boolean>] {
  const [state, setState] = useState<CopyState>('idle');
  useEffect(() => {
    if (state !== 'copied') return undefined;
    const timer = setTimeout(() => setState('idle'), SAID_FOR_MS);
    return () => clearTimeout(timer);
  }, [state]);

  async function copy(text: string): Promise<boolean> {
    try {
      await navigator.clipboard.writeText(text); // throws, too, where there is no clipboard
      setState('copied');
      return true;
    } catch {
      if (field?.current) selectAll(field.current);
      setState('refused');
      return false;
    }
  }
  return [state, copy];
}

/** Selects the whole text of an element and gives it the focus. */
export function selectAll(element: HTMLElement): void {
  element.focus();
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) return element.select();
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = window.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

const REFUSED = 'The browser refused. The text is selected: press Ctrl+C.';

export interface CopyFieldProps {
  /** Says what it is, to readers too. */
  label: string;
  text: string;
  /** Shown above; a label that is only read out otherwise. */
  labelVisible?: boolean;
  /** After a copy that worked. */
  onCopied?: () => void;
  /** `button`: with the word, for the one thing to copy; `icon`: for the lesser ones. */
  control?: 'button' | 'icon';
}

/** A text to take away: wraps, is selected whole by focus or click, and has its copy button. */
export function CopyField({ label, text, labelVisible = false, onCopied, control = 'icon' }: CopyFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [state, copy] = useCopy(field);
  const press = () => void copy(text).then((done) => done && onCopied?.());
  return (
    <div className="copy-field">
      {labelVisible && (
        <Text size="sm" fw={500} mb={4} aria-hidden>
          {label}
        </Text>
      )}
      <div className="copy-line">
        <span className="copy-text" data-text={text}>
          <textarea
            ref={field}
            readOnly
            rows={1}
            value={text}
            aria-label={label}
            spellCheck={false}
            autoComplete="off"
            onFocus={({ currentTarget }) => currentTarget.select()}
          />
        </span>
        {control === 'button' ? (
          <Button onClick={press} leftSection={<CopyIcon state={state} />} miw={100}>
            {state === 'copied' ? 'Copied' : 'Copy'}
          </Button>
        ) : (
          <CopyIconButton label={`Copy ${label}`} state={state} onClick={press} />
        )}
      </div>
      <Text size="sm" c="red" role="status">
        {state === 'refused' && REFUSED}
      </Text>
    </div>
  );
}

function CopyIcon({ state }: { state: CopyState }) {
  return state === 'copied' ? <IconCheck size={16} stroke={1.75} /> : <IconCopy size={16} stroke={1.75} />;
}

interface CopyIconButtonProps {
  label: string;
  state: CopyState;
  onClick: () => void;
}

function CopyIconButton({ label, state, onClick }: CopyIconButtonProps) {
  const words = state === 'copied' ? 'Copied' : label;
  return (
    <Tooltip label={words}>
      <ActionIcon variant="subtle" color="gray" aria-label={words} onClick={onClick} size={34}>
        <CopyIcon state={state} />
      </ActionIcon>
    </Tooltip>
  );
}

/** A short text inside a row, as a hint or an id, with a small copy button. */
export function CopyInline({ label, text }: { label: string; text: string }) {
  const field = useRef<HTMLSpanElement>(null);
  const [state, copy] = useCopy(field);
  const words = state === 'copied' ? 'Copied' : state === 'refused' ? REFUSED : `Copy ${label}`;
  return (
    <span className="copy-inline">
      <span ref={field} className="mono" tabIndex={-1}>
        {text}
      </span>
      <Tooltip label={words} opened={state === 'refused' || undefined}>
        <ActionIcon variant="subtle" color="gray" size={24} aria-label={words} onClick={() => void copy(text)}>
          <CopyIcon state={state} />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}

/** Saves a text as a file, without a request: the server never sees it again. */
export function download(name: string, text: string, type = 'text/plain'): void {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

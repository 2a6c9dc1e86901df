import { ActionIcon, Button, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import './copy-field.css';

/** Whether the text is in the clipboard now: only what the browser itself says counts. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false; // no permission, or no clipboard at all outside of a secure context
  }
}

type CopyState = 'idle' | 'copied' | 'refused';
const COPIED_MS = 2000;

/**
 * Copies, and tells what came of it. Where the browser refuses, the text is selected in the element that shows it: a
 * hidden field beside it would be outside of a dialog's focus trap.
 */
function useCopy(text: string, shown: RefObject<HTMLElement | null>, onCopied?: () => void) {
  const [state, setState] = useState<CopyState>('idle');
  const timer = useRef<number>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  async function copy() {
    clearTimeout(timer.current);
    const done = await copyText(text);
    setState(done ? 'copied' : 'refused');
    if (!done) return selectContents(shown.current);
    onCopied?.();
    timer.current = window.setTimeout(() => setState('idle'), COPIED_MS);
  }
  return { state, copy: () => void copy() };
}

function selectContents(element: HTMLElement | null): void {
  if (!element) return;
  element.focus();
  getSelection()?.selectAllChildren(element);
}

export interface CopyFieldProps {
  /** What it is, for a reader: `Secret`, `Header`. */
  label: string;
  value: string;
  /** `large`: with a button that says Copy, for what has to be taken along. */
  size?: 'small' | 'large';
  /** The label above the field instead of only for a reader. */
  visibleLabel?: boolean;
  onCopied?: () => void;
}

/** A text to take along: wraps, a focus selects all of it, and Copy never lies. */
export function CopyField({ label, value, size = 'small', visibleLabel = false, onCopied }: CopyFieldProps) {
  const shown = useRef<HTMLDivElement>(null);
  const { state, copy } = useCopy(value, shown, onCopied);
  return (
    <div className="copy-field" data-size={size}>
      {visibleLabel && (
        <Text size="xs" c="dimmed" fw={500} mb={4}>
          {label}
        </Text>
      )}
      <div className="copy-field-box">
        <div
          ref={shown}
          className="copy-field-text"
          role="textbox"
          aria-readonly
          aria-multiline
          aria-label={label}
          tabIndex={0}
          data-autofocus={size === 'large' || undefined}
          onFocus={({ currentTarget }) => selectContents(currentTarget)}
        >
          {value}
        </div>
        {size === 'large' ? <LargeButton state={state} copy={copy} /> : <SmallButton {...{ label, state, copy }} />}
      </div>
      <Said state={state} />
    </div>
  );
}

interface CopyButtonProps {
  state: CopyState;
  copy: () => void;
}

function LargeButton({ state, copy }: CopyButtonProps) {
  const Icon = state === 'copied' ? IconCheck : IconCopy;
  return (
    <Button onClick={copy} leftSection={<Icon size={16} stroke={1.75} aria-hidden />}>
      {state === 'copied' ? 'Copied' : 'Copy'}
    </Button>
  );
}

function SmallButton({ label, state, copy }: CopyButtonProps & { label: string }) {
  const Icon = state === 'copied' ? IconCheck : IconCopy;
  const words = state === 'copied' ? 'Copied' : `Copy ${label.toLowerCase()}`;
  return (
    <Tooltip label={words}>
      <ActionIcon variant="subtle" color="gray" size={28} onClick={copy} aria-label={words}>
        <Icon size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}

function Said({ state }: { state: CopyState }) {
  if (state === 'refused') {
    return (
      <Text size="xs" c="red" role="alert" mt={4}>
        The browser refused. The text is selected: press Ctrl+C.
      </Text>
    );
  }
  return (
    <span role="status" className="copy-field-said">
      {state === 'copied' ? 'Copied' : ''}
    </span>
  );
}

/** In a line of text, as the hint in a list: the text and a small button. */
export function CopyText({ label, value }: { label: string; value: string }) {
  const shown = useRef<HTMLElement>(null);
  const { state, copy } = useCopy(value, shown);
  return (
    <span className="copy-text">
      <code ref={shown} className="mono copy-text-value" tabIndex={-1}>
        {value}
      </code>
      <SmallButton label={label} state={state} copy={copy} />
      <Said state={state} />
    </span>
  );
}

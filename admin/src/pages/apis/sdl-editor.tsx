import { Button, FileButton, Group, Input, Text, UnstyledButton } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { type DragEvent, useId, useRef, useState } from 'react';
import { offsetOfPlace, type SdlMistake } from './sdl-mistakes';
import './sdl-editor.css';

/** Of one line, in the style sheet. */
const LINE_HEIGHT = 20;
/** What the server takes (RegisterApiInput); said before a large file is sent in vain. */
const LONGEST = 1_000_000;

export interface SdlEditorProps {
  readonly value: string;
  readonly onChange: (sdl: string) => void;
  readonly mistakes: readonly SdlMistake[];
}

/** An SDL to paste, type, choose or drop, with line numbers; each mistake is a way to its place. */
export function SdlEditor({ value, onChange, mistakes }: SdlEditorProps) {
  const id = useId();
  const text = useRef<HTMLTextAreaElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [refused, setRefused] = useState<string>();
  const lines = value.split('\n');
  const longest = lines.reduce((most, { length }) => Math.max(most, length), 0);

  async function take(file: File | null | undefined) {
    if (!file) return;
    const tooLarge = file.size > LONGEST;
    setRefused(tooLarge ? `${file.name} is larger than 1 MB.` : undefined);
    if (!tooLarge) onChange(await file.text());
  }
  function drop(event: DragEvent) {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    void take(file);
  }
  function jump({ line, column }: SdlMistake) {
    if (!line || !column || !text.current) return;
    const from = offsetOfPlace(value, line, column);
    const to = offsetOfPlace(value, line, (lines[line - 1] ?? '').length + 1);
    text.current.focus({ preventScroll: true });
    text.current.setSelectionRange(from, Math.max(to, from));
    frame.current?.scrollTo({ top: (line - 4) * LINE_HEIGHT, left: 0 });
  }
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Input.Label htmlFor={id} required>
          SDL
        </Input.Label>
        <FileButton onChange={(file) => void take(file)} accept=".graphql,.graphqls,.gql,.txt,text/plain">
          {(props) => (
            <Button {...props} variant="default" size="xs" leftSection={<IconUpload size={16} stroke={1.75} />}>
              Choose a file
            </Button>
          )}
        </FileButton>
      </Group>
      {/* Dropping is a third way beside typing and choosing, which keyboards reach. */}
      <div className="sdl" ref={frame} data-invalid={mistakes.length > 0 || undefined} onDrop={drop}>
        <div className="sdl-lines">
          <pre className="sdl-numbers" aria-hidden>
            {lines.map((_, index) => index + 1).join('\n')}
          </pre>
          <textarea
            id={id}
            ref={text}
            className="sdl-text"
            value={value}
            onChange={({ currentTarget }) => onChange(currentTarget.value)}
            rows={lines.length}
            cols={longest + 2}
            wrap="off"
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            placeholder={'type Query {\n  orders: [Order!]! @requiresScopes(scopes: [["orders:read"]])\n}'}
            aria-invalid={mistakes.length > 0}
            aria-describedby={`${id}-help`}
          />
        </div>
      </div>
      <Text id={`${id}-help`} size="xs" c="dimmed" mt={4}>
        Paste it, choose or drop a file. Each scope in @requiresScopes joins the catalogue; definitions of the
        directives may be left out.
      </Text>
      {refused && <Input.Error mt={4}>{refused}</Input.Error>}
      <Mistakes mistakes={mistakes} jump={jump} />
    </div>
  );
}

function Mistakes({ mistakes, jump }: { mistakes: readonly SdlMistake[]; jump: (mistake: SdlMistake) => void }) {
  if (mistakes.length === 0) return null;
  return (
    <div role="alert">
      <Text size="sm" fw={500} mt="xs">
        {mistakes.length === 1 ? '1 mistake' : `${mistakes.length} mistakes`}
      </Text>
      <ul className="sdl-mistakes" aria-label="Mistakes in the SDL">
        {mistakes.map((mistake, index) => (
          <li key={index}>
            {mistake.line ? (
              <UnstyledButton className="sdl-mistake" onClick={() => jump(mistake)}>
                <span className="mono">
                  {mistake.line}:{mistake.column}
                </span>
                <span>{mistake.message}</span>
              </UnstyledButton>
            ) : (
              <span className="sdl-mistake">{mistake.message}</span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

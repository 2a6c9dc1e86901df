import { Button, FileButton, Group, Input, Text } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { type DragEvent, useId, useRef, useState } from 'react';
import { MistakeList } from '../../parts/mistake-list';
import { selectLine } from '../../parts/text-place';
import type { SdlMistake } from './sdl-mistakes';
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
    selectLine(text.current, line, column);
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
      <MistakeList
        label="Mistakes in the SDL"
        mistakes={mistakes.map((mistake) => ({
          place: mistake.line ? `${mistake.line}:${mistake.column}` : undefined,
          message: mistake.message,
          jump: () => jump(mistake),
        }))}
      />
    </div>
  );
}

import { Anchor, Stack, Textarea, TextInput } from '@mantine/core';
import { type ClipboardEvent, useRef } from 'react';
import { countWords } from '../../parts/count-words';
import { MistakeList } from '../../parts/mistake-list';
import { selectLine } from '../../parts/text-place';
import type { FieldsProps } from './identity-fields';
import { type LineMistake, wantedNames } from './names';

/** The name of one token; a list that is pasted makes several. */
export function OneName({ draft, patch, mistakes, severalOpen }: FieldsProps & { severalOpen: boolean }) {
  function takeList(event: ClipboardEvent) {
    const text = event.clipboardData.getData('text').trim();
    if (!severalOpen || draft.name.trim() !== '' || !text.includes('\n')) return;
    event.preventDefault();
    patch({ name: text.replaceAll('\r', ''), several: true });
  }
  return (
    <Stack gap={4}>
      <TextInput
        label="Name"
        required
        maxLength={200}
        autoComplete="off"
        value={draft.name}
        onChange={({ currentTarget }) => patch({ name: currentTarget.value })}
        onPaste={takeList}
        error={mistakes.name}
      />
      {severalOpen && <Switch words="Create several at once" onClick={() => patch({ several: true })} />}
    </Stack>
  );
}

/** Names of tokens that are alike in all else (T14), one on each line; a mistake leads to its line. */
export function SeveralNames({ draft, patch, mistakes }: FieldsProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const { lines = [] } = mistakes;
  const count = wantedNames(draft).length;
  const said =
    count > 1 ? `${countWords(count, 'token')}, alike in all else: all are made, or none.` : 'One on each line.';
  const jump = ({ line }: LineMistake) => field.current && selectLine(field.current, line);
  return (
    <Stack gap={4}>
      <Textarea
        ref={field}
        label="Names"
        className="token-names"
        required
        autosize
        minRows={4}
        maxRows={12}
        autoFocus
        spellCheck={false}
        autoComplete="off"
        value={draft.name}
        onChange={({ currentTarget }) => patch({ name: currentTarget.value })}
        description={said}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={mistakes.name ?? lines.length > 0}
      />
      <MistakeList
        label="Mistakes in the names"
        mistakes={lines.map((mistake) => ({
          place: `Line ${mistake.line}`,
          message: mistake.message,
          jump: () => jump(mistake),
        }))}
      />
      {count <= 1 && (
        <Switch
          words="Create only one"
          onClick={() => patch({ several: false, name: wantedNames(draft)[0]?.name ?? '' })}
        />
      )}
    </Stack>
  );
}

function Switch({ words, onClick }: { words: string; onClick: () => void }) {
  return (
    <Anchor component="button" type="button" size="sm" w="fit-content" onClick={onClick}>
      {words}
    </Anchor>
  );
}

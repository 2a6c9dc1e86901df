/** Where a place begins in a text; line and column counted from 1. */
export function offsetOfPlace(text: string, line: number, column = 1): number {
  const lines = text.split('\n').slice(0, line - 1);
  return lines.reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
}

/** Gives a field the focus with a line of its text selected, from a column on. */
export function selectLine(field: HTMLTextAreaElement, line: number, column = 1): void {
  const from = offsetOfPlace(field.value, line, column);
  const end = field.value.indexOf('\n', from);
  field.focus({ preventScroll: true });
  field.setSelectionRange(from, end < 0 ? field.value.length : end);
}

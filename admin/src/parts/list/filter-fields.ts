import type { TablerIcon } from '@tabler/icons-react';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly icon?: TablerIcon;
}

interface Named {
  /** The name in the API's filter, and in the address. */
  readonly name: string;
  readonly label: string;
  /** With a button of its own instead of under "Filter". */
  readonly pinned?: boolean;
}

/** One condition of a filter, by what it is answered with. */
export type FilterField =
  | (Named & { readonly kind: 'search' })
  | (Named & { readonly kind: 'choices'; readonly choices: readonly Choice[] })
  /** Like `choices`, but the API takes one. */
  | (Named & { readonly kind: 'choice'; readonly choices: readonly Choice[] })
  /** Users and service accounts, found by ownerCandidates. */
  | (Named & { readonly kind: 'people' })
  /** Things that another page counted: only a link names them. */
  | (Named & { readonly kind: 'ids' })
  | (Named & { readonly kind: 'flag'; readonly yes: string; readonly no?: string })
  | (Named & { readonly kind: 'days'; readonly words: (days: number) => string; readonly offered: readonly number[] })
  /** `after`: from the beginning of that day on; `before`: up to its beginning. In the viewer's time zone. */
  | (Named & { readonly kind: 'day' })
  | (Named & { readonly kind: 'text'; readonly placeholder?: string });

export type FilterValue = string | boolean | number | readonly string[];

/** The value that the API gets; undefined when there is none, or none that can be understood. */
export function readField(field: FilterField, text: string): FilterValue | undefined {
  switch (field.kind) {
    case 'search':
    case 'text':
      return text.trim() || undefined;
    case 'choices':
      return knownOf(field.choices, text.split(','));
    case 'choice':
      return knownOf(field.choices, [text])?.[0];
    case 'people':
    case 'ids':
      return text.split(',').filter(Boolean);
    case 'flag':
      return readFlag(text, field.no !== undefined);
    case 'days':
      return readDays(text);
    case 'day':
      return dayStart(text)?.toISOString();
  }
}

function readFlag(text: string, mayBeNo: boolean): boolean | undefined {
  if (text === 'true') return true;
  return text === 'false' && mayBeNo ? false : undefined;
}

const readDays = (text: string): number | undefined => (/^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined);

function knownOf(choices: readonly Choice[], values: readonly string[]): string[] | undefined {
  const known = values.filter((value) => choices.some((choice) => choice.value === value));
  return known.length > 0 ? known : undefined;
}

/** `2026-12-22` as the instant at which that day begins here. */
export function dayStart(text: string): Date | undefined {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const at = new Date(year, month - 1, day);
  return at.getMonth() === month - 1 ? at : undefined;
}

/** What a chip says after the label. `names`: of the people whose ids are chosen. */
export function fieldWords(field: FilterField, text: string, names: ReadonlyMap<string, string>): string {
  const labelOf = (value: string) =>
    'choices' in field ? (field.choices.find((choice) => choice.value === value)?.label ?? value) : value;
  switch (field.kind) {
    case 'choices':
    case 'choice':
      return text.split(',').map(labelOf).join(', ');
    case 'people': {
      const ids = text.split(',').filter(Boolean);
      return ids.every((id) => names.has(id)) ? ids.map((id) => names.get(id)).join(', ') : `${ids.length} chosen`;
    }
    case 'ids':
      return String(text.split(',').filter(Boolean).length);
    case 'flag':
      return text === 'true' ? field.yes : (field.no ?? '');
    case 'days':
      return field.words(Number(text));
    case 'search':
    case 'text':
    case 'day':
      return text;
  }
}

import type { Problem } from '../../api/problem';

/** A mistake in an SDL, and where it stands when that can be told. */
export interface SdlMistake {
  readonly message: string;
  /** Counted from 1. */
  readonly line?: number;
  /** Counted from 1. */
  readonly column?: number;
}

/** The server tells the place of what can't be parsed, and the schema coordinate of what makes no sense. */
const PLACE = /^(\d+):(\d+): (.*)$/s;
const COORDINATE = /^([A-Za-z_]\w*)(?:\.([A-Za-z_]\w*))?(?:\((\w+):\))?: /;

/** What the server found in an SDL, each with its place in the text. */
export function sdlMistakes(problem: Problem | undefined, sdl: string): SdlMistake[] {
  const found = (problem?.fields ?? []).filter(({ path }) => path.includes('sdl'));
  return found.map(({ message }) => placed(message, sdl));
}

function placed(message: string, sdl: string): SdlMistake {
  const [, line, column, text] = PLACE.exec(message) ?? [];
  if (line && column && text) return { line: Number(line), column: Number(column), message: text };
  const [, type, member] = COORDINATE.exec(message) ?? [];
  const offset = (type ? offsetOf(sdl, type, member) : undefined) ?? offsetOfQuoted(sdl, message);
  return offset === undefined ? { message } : { message, ...placeOf(sdl, offset) };
}

const DEFINITION = (type: string) => new RegExp(`\\b(?:type|interface|input|enum|union|scalar)\\s+${type}\\b`);

function offsetOf(sdl: string, type: string, member: string | undefined): number | undefined {
  const definition = DEFINITION(type).exec(sdl);
  if (!definition) return undefined;
  const start = definition.index;
  if (!member) return start;
  const within = new RegExp(`^[ \\t]*(${member})\\b`, 'm').exec(sdl.slice(start));
  return within ? start + within.index + within[0].indexOf(member) : start;
}

/** graphql-js names what it means in quotation marks: `Unknown type "Ordre".` */
function offsetOfQuoted(sdl: string, message: string): number | undefined {
  const [, quoted = ''] = /"@?([^"]+)"/.exec(message) ?? [];
  const name = quoted.split('.').at(-1) ?? '';
  if (!/^\w+$/.test(name)) return undefined;
  const [type = '', member] = quoted.split('.');
  const found = member ? offsetOf(sdl, type, member) : new RegExp(`\\b${name}\\b`).exec(sdl)?.index;
  return found === -1 ? undefined : found;
}

function placeOf(sdl: string, offset: number): { line: number; column: number } {
  const before = sdl.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

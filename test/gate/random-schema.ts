import type { Guard } from '../../src/gate/index';
import { Random } from '../../src/gate/no-bypass/random';

/** SDL and guards of a random schema: interfaces, unions, recursive inputs, guarded leaves; small enough to be read when it fails. */
export interface RandomSchema {
  readonly sdl: string;
  readonly scopes: readonly string[];
}

const scopes = ['s0', 's1', 's2', 's3', 's4'];

/** The schema that a seed stands for. Guarded enum values only with `enumValues`: properties (a) and (d) leave them out of results. */
export function randomSchema(seed: number): RandomSchema {
  const random = new Random(seed);
  const objects = Array.from({ length: 2 + random.below(3) }, (_each, index) => `T${index}`);
  const mark = (): string => {
    if (random.chance(0.65)) return '';
    return random.chance(0.15) ? ' @authenticated' : ` @requiresScopes(scopes: ${JSON.stringify(randomGuard(random))})`;
  };
  const args = () => `(a: Int${mark()}, e: E${mark()}, i: I${mark()}, l: [I!] = []${mark()})`;
  const outputs = [...objects, 'N', 'U', 'S', 'E', 'Int'];
  const type = () => random.pick(['X', 'X!', '[X]', '[X!]!'])?.replace('X', random.pick(outputs) ?? 'Int');
  const fields = (prefix: string) =>
    Array.from(
      { length: 1 + random.below(3) },
      (_each, index) => `${prefix}${index}${random.chance(0.3) ? args() : ''}: ${type()}${mark()}`,
    ).join(' ');
  const implementers = new Set([objects[0], ...objects.filter(() => random.chance(0.5))]);
  const members = [...new Set([objects[1], ...objects.filter(() => random.chance(0.5))])];
  const definitions = [
    `type Query${random.chance(0.1) ? mark() : ''} { ${fields('q')} any: N all: [U] }`,
    `type Mutation${mark()} { ${fields('m')} }`,
    'interface N { id: ID common: Int }',
    `union U = ${members.join(' | ')}`,
    `scalar S${mark()}`,
    `enum E { A B${random.chance(0.3) ? mark() : ''} }`,
    `input I { x: Int${mark()} y: Int = 7${mark()} e: E l: [I!] }`,
    ...objects.map(
      (name) =>
        `type ${name}${implementers.has(name) ? ' implements N' : ''}${mark()} { id: ID${mark()} common: Int${mark()} ${fields('f')} }`,
    ),
  ];
  return { sdl: definitions.join('\n'), scopes };
}

function randomGuard(random: Random): Guard {
  return Array.from({ length: 1 + random.below(2) }, () =>
    Array.from({ length: 1 + random.below(2) }, () => random.pick(scopes) ?? 's0'),
  );
}

import type { FieldNode } from 'graphql';
import type { Actor } from './actor';
import { conditionsOf, conditionValue, skips } from './conditions';
import { representedTypes } from './entities';
import type { Need, Variables } from './inputs';
import { type Level, type Operation, type WalkedGate, walkNeeds } from './operation-walk';
import { decides, defaultOf, type Extent, inputNeeds, literalNeedList, satisfies } from './plan';
import type { ResponsePath, Start } from './walk';

/** A need at the place of the response that asks for it. */
export interface LocatedNeed {
  readonly need: Need;
  readonly path: readonly string[];
}

/** What to list. */
export interface Listing {
  readonly variables: Variables;
  readonly extent: Extent;
  /** Lists only what this actor lacks; without an actor everything. */
  readonly lackedBy: Actor | undefined;
}

/** From here on only elements that aren't listed yet are added: an answer must not be a thousand times the question. */
const MOST_LISTED = 250;

/** Everything that an operation asks for, with paths, in the order of the document: walked anew, only for denials and explanations (rule 9). */
export function locateNeeds(gate: WalkedGate, operation: Operation, listing: Listing): LocatedNeed[] {
  const locator = new NeedLocator(gate, operation, listing);
  locator.walk();
  return locator.found;
}

class NeedLocator {
  readonly found: LocatedNeed[] = [];
  readonly #at = new Map<ResponsePath, Set<string>>();
  readonly #coordinates = new Set<string>();
  readonly #conditions: ReadonlyMap<string, boolean | undefined>;

  constructor(
    private readonly gate: WalkedGate,
    private readonly operation: Operation,
    private readonly listing: Listing,
  ) {
    const conditions = conditionsOf(operation.node, operation.fragments);
    this.#conditions = new Map(conditions.map((each) => [each.name, conditionValue(each, listing.variables)]));
  }

  walk(start?: Start): void {
    const sink: Parameters<typeof walkNeeds>[2] = {
      skips: (node) => skips(node, (name) => this.#conditions.get(name)),
      need: (need, path, level) => this.#note(need, path, level),
      variable: (name, site, path, level) => {
        const literal = defaultOf(this.operation, name);
        const defaults = literal && literalNeedList(site, literal);
        for (const need of inputNeeds({ name, site, defaults }, this.listing.variables)) this.#note(need, path, level);
      },
      entities: (node, path) => this.#walkEntities(node, path),
      screened: () => undefined,
    };
    walkNeeds(this.gate, this.operation, sink, start, true);
  }

  /** Entities whose own type is refused are refused one by one at run time (rule 15); only the others are walked. */
  #walkEntities(node: FieldNode, path: ResponsePath): void {
    const { variables, lackedBy, extent } = this.listing;
    if (!node.selectionSet || extent !== 'all') return;
    for (const name of representedTypes(node, variables)) {
      const type = this.gate.model.types.get(name);
      if (!type || (lackedBy && type.need && !satisfies(lackedBy, type.need.requirement))) continue;
      if (type.need) this.#note(type.need, path, 'inner');
      this.walk({ selectionSet: node.selectionSet, types: [type], path });
    }
  }

  /** A type refused on the field that leads to it is not listed again for each field inside. */
  #note(need: Need, path: ResponsePath, level: Level): void {
    const { extent, lackedBy } = this.listing;
    if (!decides(extent, level) || (lackedBy && satisfies(lackedBy, need.requirement))) return;
    const here = this.#at.get(path) ?? new Set();
    this.#at.set(path, here);
    const listed = here.has(need.coordinate) || (path.parent && this.#at.get(path.parent)?.has(need.coordinate));
    here.add(need.coordinate);
    if (listed || (this.found.length >= MOST_LISTED && this.#coordinates.has(need.coordinate))) return;
    this.#coordinates.add(need.coordinate);
    this.found.push({ need, path: path.toList() });
  }
}

import { type FieldNode, type FragmentDefinitionNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { FieldSite, Model, TypeSite } from './model';

/** Response keys from the root to a field. Each path exists once per walk, so that paths compare by identity. */
export class ResponsePath {
  readonly #children = new Map<string, ResponsePath>();

  private constructor(
    readonly key: string,
    readonly parent: ResponsePath | undefined,
  ) {}

  /** The path of the whole response, which has no key. */
  static root(): ResponsePath {
    return new ResponsePath('', undefined);
  }

  child(key: string): ResponsePath {
    const known = this.#children.get(key);
    if (known) return known;
    const made = new ResponsePath(key, this);
    this.#children.set(key, made);
    return made;
  }

  /** Response keys from the root inwards. */
  toList(): string[] {
    const keys: string[] = [];
    if (this.parent) keys.push(this.key);
    for (let at = this.parent; at?.parent; at = at.parent) keys.push(at.key);
    return keys.reverse();
  }
}

/** Fragments of a document, by name. */
export type Fragments = Readonly<Record<string, FragmentDefinitionNode | undefined>>;

/** Who is told what a walk comes across. */
export interface Visitor {
  /** Left out by @skip or @include. */
  skips(node: SelectionNode): boolean;
  /** A field of an object type; returns whether to walk on below it. */
  field(site: FieldSite, node: FieldNode, path: ResponsePath): boolean;
  /** A field that no object type defines: `__typename`, `__schema`, `__type` (or one that validation refuses). */
  meta(types: readonly TypeSite[], node: FieldNode, path: ResponsePath): void;
}

/** Where a walk begins: a selection set and the object types that it can apply to. */
export interface Start {
  readonly selectionSet: SelectionSetNode;
  readonly types: readonly TypeSite[];
  readonly path: ResponsePath;
}

interface Frame extends Start {
  index: number;
}

/**
 * After so many selections a fragment is no longer walked once per path but once per type: a document of n lines can have 2^n
 * paths (CVE-2025-32034), and every guard in it is found all the same.
 */
const MOST_PATHS = 5_000;

/**
 * Walks a selection set in the order of the document (rule 6). Carries P, the object types that a selection can apply to.
 * What a selection needs under P is the AND of what it needs under each type of P, so each fragment is walked once per type:
 * linear in the document. With `everyPath` it is walked once per path and type, for listing, until MOST_PATHS.
 * Without recursion: the nesting is the client's.
 */
export function walk(model: Model, fragments: Fragments, start: Start, visitor: Visitor, everyPath = false): void {
  new Walker(model, fragments, visitor, everyPath).run(start);
}

class Walker {
  readonly #seen = new Map<string, Map<ResponsePath | undefined, Set<TypeSite>>>();
  #visits = 0;

  constructor(
    private readonly model: Model,
    private readonly fragments: Fragments,
    private readonly visitor: Visitor,
    private readonly everyPath: boolean,
  ) {}

  run(start: Start): void {
    const frames: Frame[] = [{ ...start, index: 0 }];
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const node = frame.selectionSet.selections[frame.index++];
      if (!node) frames.pop();
      else if (!this.visitor.skips(node)) {
        this.#visits += 1;
        const inner = this.#enter(frame, node);
        if (inner && inner.types.length > 0) frames.push({ ...inner, index: 0 });
      }
    }
  }

  #enter({ types, path }: Frame, node: SelectionNode): Start | undefined {
    if (node.kind === Kind.FIELD)
      return this.#enterField(types, node, path.child(node.alias?.value ?? node.name.value));
    if (node.kind === Kind.INLINE_FRAGMENT) {
      return { selectionSet: node.selectionSet, types: this.#narrow(types, node.typeCondition?.name.value), path };
    }
    const name = node.name.value;
    const fragment = this.fragments[name];
    if (!fragment) return undefined;
    const narrowed = this.#narrow(types, fragment.typeCondition.name.value);
    return { selectionSet: fragment.selectionSet, types: this.#unseen(name, path, narrowed), path };
  }

  #narrow(types: readonly TypeSite[], condition: string | undefined): readonly TypeSite[] {
    if (condition === undefined) return types;
    const possible = this.model.possible(condition);
    return types.filter((type) => possible.has(type));
  }

  #unseen(fragment: string, path: ResponsePath, types: readonly TypeSite[]): readonly TypeSite[] {
    const byPath = getOrAdd(this.#seen, fragment, () => new Map<ResponsePath | undefined, Set<TypeSite>>());
    const before = getOrAdd(
      byPath,
      this.everyPath && this.#visits < MOST_PATHS ? path : undefined,
      () => new Set<TypeSite>(),
    );
    const fresh = types.filter((type) => !before.has(type));
    for (const type of fresh) before.add(type);
    return fresh;
  }

  #enterField(types: readonly TypeSite[], node: FieldNode, path: ResponsePath): Start | undefined {
    const sites = types.flatMap((type) => type.fields.get(node.name.value) ?? []);
    if (sites.length === 0) {
      this.visitor.meta(types, node, path);
      return undefined;
    }
    const further = sites.filter((site) => this.visitor.field(site, node, path));
    return node.selectionSet && { selectionSet: node.selectionSet, types: reached(further), path };
  }
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** The next P: what any of the fields can return. */
function reached(sites: readonly FieldSite[]): readonly TypeSite[] {
  const [first, ...others] = sites;
  if (!first || others.length === 0) return first?.next ?? [];
  return [...new Set(sites.flatMap((site) => site.next))];
}

import { type FieldNode, type OperationDefinitionNode, type OperationTypeNode, type SelectionNode } from 'graphql';
import { type InputSite, literalNeeds, type Need } from './inputs';
import type { FieldSite, Model, TypeSite } from './model';
import { type Fragments, ResponsePath, type Start, walk } from './walk';

/** The part of a gate that operations are walked by. */
export interface WalkedGate {
  readonly model: Model;
  /** What `__schema` and `__type` ask for; undefined when introspection is open (rule 17). */
  readonly introspection: Need['requirement'] | undefined;
  /** True for a federation subgraph: `_entities` is walked by the types of its representations (rule 15). */
  readonly federated: boolean;
}

/** An operation that was chosen, with the fragments it can spread. */
export interface Operation {
  readonly node: OperationDefinitionNode;
  readonly fragments: Fragments;
}

/**
 * How much of an operation a need stands for: `meta` fields reach no resolver, so only the static layer sees them;
 * `root` fields; everything else is `inner`.
 */
export type Level = 'meta' | 'root' | 'inner';

/** Who is told what an operation asks for. */
export interface NeedSink {
  skips(node: SelectionNode): boolean;
  need(need: Need, path: ResponsePath, level: Level): void;
  /** A variable stands where something may be guarded. */
  variable(name: string, site: InputSite, path: ResponsePath, level: Level): void;
  /** `_entities`: which types it reaches depends on its representations. */
  entities(node: FieldNode, path: ResponsePath): void;
  /** A field whose results may hold guarded enum values. */
  screened(): void;
}

/** Tells the sink everything that an operation, or a part of it, asks for (rules 2, 6, 7, 8 and 17). */
export function walkNeeds(
  gate: WalkedGate,
  operation: Operation,
  sink: NeedSink,
  start?: Start,
  everyPath = false,
): void {
  const root = gate.model.root(operation.node.operation);
  const whole = { selectionSet: operation.node.selectionSet, types: root ? [root] : [], path: ResponsePath.root() };
  const visitor = new NeedVisitor(gate, operation.node.operation, sink);
  walk(gate.model, operation.fragments, start ?? whole, visitor, everyPath);
}

class NeedVisitor {
  constructor(
    private readonly gate: WalkedGate,
    private readonly kind: OperationTypeNode,
    private readonly sink: NeedSink,
  ) {}

  skips(node: SelectionNode): boolean {
    return this.sink.skips(node);
  }

  field(site: FieldSite, node: FieldNode, path: ResponsePath): boolean {
    const level = isRoot(path) ? 'root' : 'inner';
    for (const need of site.needs) this.sink.need(need, path, level);
    for (const argument of site.args.size > 0 ? (node.arguments ?? []) : []) {
      const input = site.args.get(argument.name.value);
      if (input) literalNeeds(input, argument.value, this.#inputSink(path, level));
    }
    if (site.screened) this.sink.screened();
    if (!this.gate.federated || level !== 'root' || node.name.value !== '_entities') return true;
    this.sink.entities(node, path);
    return false;
  }

  /** Rule 7: a guarded root type is guarded for a lone `__typename` too. Elsewhere `__typename` costs nothing. */
  meta(types: readonly TypeSite[], node: FieldNode, path: ResponsePath): void {
    if (!isRoot(path)) return;
    for (const { need } of types) if (need) this.sink.need(need, path, 'meta');
    const name = node.name.value;
    const requirement = this.gate.introspection;
    if (!requirement || this.kind !== 'query' || (name !== '__schema' && name !== '__type')) return;
    for (const type of types) this.sink.need({ coordinate: `${type.name}.${name}`, requirement }, path, 'meta');
  }

  #inputSink(path: ResponsePath, level: Level): Parameters<typeof literalNeeds>[2] {
    return {
      need: (need) => this.sink.need(need, path, level),
      variable: (name, site) => this.sink.variable(name, site, path, level),
    };
  }
}

function isRoot(path: ResponsePath): boolean {
  return path.parent !== undefined && path.parent.parent === undefined;
}

import type { FieldNode, ValueNode } from 'graphql';
import type { Actor } from './actor';
import { type Condition, conditionsOf, conditionValue, skips } from './conditions';
import { representedTypes } from './entities';
import { covers, type Guard, type Requirement } from './guard';
import { type InputSite, literalNeeds, type Need, valueNeeds, type Variables } from './inputs';
import { type Level, type Operation, type WalkedGate, walkNeeds } from './operation-walk';
import { ScopeTest } from './scope-test';
import { type Fragments, ResponsePath, type Start } from './walk';

/** Which needs decide: all of them, or those that can't be left to single fields (rule 11). */
export type Extent = 'all' | 'root' | 'meta';

/** A plan for more assignments of its conditions than anybody uses is made anew: memory stays bounded. */
const MOST_VARIANTS = 64;

/** A variable in a guarded place. */
interface SentInput {
  readonly name: string;
  readonly site: InputSite;
  readonly level: Level;
  /** What the default in the operation's own variable definition asks for; undefined without such a default (rule 8). */
  readonly defaults: readonly Need[] | undefined;
}

/** `_entities` in an operation. */
interface EntityField {
  readonly node: FieldNode;
  readonly plans: Map<string, Plan>;
}

/** What one operation asks for under one assignment of its @skip and @include variables: everything that can be known before the actor is. */
export class Plan {
  /** True when a result may hold guarded enum values, which only the runtime layer can look at (rule 10). */
  screened = false;
  readonly #needs: Record<Level, Set<Requirement>> = { meta: new Set(), root: new Set(), inner: new Set() };
  readonly #inputs: SentInput[] = [];
  readonly #entities: EntityField[] = [];
  readonly #tests: Partial<Record<Extent, ScopeTest>> = {};
  #accepted: string | undefined;
  #guards: readonly Guard[] | undefined;

  constructor(
    private readonly gate: WalkedGate,
    private readonly operation: Operation,
    private readonly valueOf: (variable: string) => boolean | undefined,
    start?: Start,
  ) {
    walkNeeds(gate, operation, this.#sink(), start);
  }

  /** True when nothing that the operation asks for is missing (rule 9). */
  allows(actor: Actor, variables: Variables, extent: Extent): boolean {
    if (!this.#test(extent).passes(actor)) return false;
    if (!this.#inputs.every((input) => !decides(extent, input.level) || inputPasses(input, variables, actor)))
      return false;
    return extent !== 'all' || this.#entities.every((field) => this.#entityPasses(field, variables, actor));
  }

  /** True when `_entities` is selected: what its representations reach is decided one by one. */
  get hasEntities(): boolean {
    return this.#entities.length > 0;
  }

  /** The scopes that the operation asks about, sorted and separated by `, ` for `X-Accepted-OAuth-Scopes`; made once. */
  acceptedScopes(hidden: ReadonlySet<string>): string {
    this.#accepted ??= this.#test('all')
      .mentioned.filter((scope) => !hidden.has(scope))
      .join(', ');
    return this.#accepted;
  }

  /** Every guard on the way that asks for scopes: the same list, unless what variables hold is guarded, too. */
  guards(variables: Variables): readonly Guard[] {
    const { meta, root, inner } = this.#needs;
    this.#guards ??= guardsIn([...meta, ...root, ...inner]);
    const sent = this.#inputs.flatMap((input) => inputNeeds(input, variables));
    return sent.length === 0
      ? this.#guards
      : [...this.#guards, ...guardsIn(sent.map(({ requirement }) => requirement))];
  }

  #test(extent: Extent): ScopeTest {
    const { meta, root, inner } = this.#needs;
    return (this.#tests[extent] ??= new ScopeTest(
      new Set([...meta, ...(extent === 'meta' ? [] : root), ...(extent === 'all' ? inner : [])]),
    ));
  }

  #entityPasses({ node, plans }: EntityField, variables: Variables, actor: Actor): boolean {
    return representedTypes(node, variables).every((name) => {
      const type = this.gate.model.types.get(name);
      if (!type || (type.need && !satisfies(actor, type.need.requirement))) return true;
      return !node.selectionSet || this.#planOf(name, node, plans).allows(actor, variables, 'all');
    });
  }

  #planOf(name: string, node: FieldNode, plans: Map<string, Plan>): Plan {
    const type = this.gate.model.types.get(name);
    const known = plans.get(name);
    if (known || !type || !node.selectionSet) return known ?? this;
    const start = { selectionSet: node.selectionSet, types: [type], path: ResponsePath.root().child('_entities') };
    const made = new Plan(this.gate, this.operation, this.valueOf, start);
    plans.set(name, made);
    return made;
  }

  #sink(): Parameters<typeof walkNeeds>[2] {
    return {
      skips: (node) => skips(node, this.valueOf),
      need: (need, _path, level) => this.#needs[level].add(need.requirement),
      variable: (name, site, _path, level) =>
        this.#inputs.push({ name, site, level, defaults: this.#defaults(name, site) }),
      entities: (node) => this.#entities.push({ node, plans: new Map() }),
      screened: () => {
        this.screened = true;
      },
    };
  }

  #defaults(name: string, site: InputSite): readonly Need[] | undefined {
    const literal = defaultOf(this.operation, name);
    return literal && literalNeedList(site, literal);
  }
}

function guardsIn(requirements: readonly Requirement[]): Guard[] {
  return requirements.map(({ anyOf }) => anyOf).filter((guard) => guard.flat().length > 0);
}

/** True when needs of a level count for the extent. */
export function decides(extent: Extent, level: Level): boolean {
  return extent === 'all' || level === 'meta' || (extent === 'root' && level === 'root');
}

/** True when the actor satisfies one requirement. */
export function satisfies(actor: Actor, requirement: Requirement): boolean {
  if (!actor.authenticated) return !requirement.authenticated;
  return covers(actor.scopes, requirement.anyOf);
}

/** The default that the operation itself gives a variable. */
export function defaultOf({ node }: Operation, name: string): ValueNode | undefined {
  return node.variableDefinitions?.find((definition) => definition.variable.name.value === name)?.defaultValue;
}

/** What a literal without variables asks for. */
export function literalNeedList(site: InputSite, literal: ValueNode): Need[] {
  const needs: Need[] = [];
  literalNeeds(site, literal, { need: (need) => needs.push(need), variable: () => undefined });
  return needs;
}

/** What a variable in a guarded place asks for in this request. */
export function inputNeeds(
  input: Pick<SentInput, 'name' | 'site' | 'defaults'>,
  variables: Variables,
): readonly Need[] {
  if (!Object.hasOwn(variables.values, input.name)) return input.defaults ?? [];
  const needs: Need[] = [];
  valueNeeds(input.site, variables.values[input.name], variables.coerced, (need) => needs.push(need));
  return needs;
}

function inputPasses(input: SentInput, variables: Variables, actor: Actor): boolean {
  return inputNeeds(input, variables).every((need) => satisfies(actor, need.requirement));
}

/** The plans of one operation, one for each assignment of its conditions (rule 13). */
export class OperationPlans {
  readonly #conditions: readonly Condition[];
  readonly #variants = new Map<string, Plan>();

  constructor(
    private readonly gate: WalkedGate,
    private readonly operation: Operation,
  ) {
    this.#conditions = conditionsOf(operation.node, operation.fragments);
  }

  /**
   * An operation node may be reused with other fragments (document transforms keep the nodes that they don't touch), so the plan
   * counts only while every fragment is the very same node.
   */
  isFor(fragments: Fragments): boolean {
    if (fragments === this.operation.fragments) return true;
    const names = Object.keys(this.operation.fragments);
    return (
      names.every((name) => fragments[name] === this.operation.fragments[name]) &&
      Object.keys(fragments).length === names.length
    );
  }

  for(variables: Variables): Plan {
    let key = '';
    for (const condition of this.#conditions) {
      const value = conditionValue(condition, variables);
      key += value === undefined ? '?' : value ? '1' : '0';
    }
    return this.#variants.get(key) ?? this.#make(key, variables);
  }

  #make(key: string, variables: Variables): Plan {
    if (this.#variants.size >= MOST_VARIANTS) this.#variants.clear();
    const values = new Map(this.#conditions.map((condition) => [condition.name, conditionValue(condition, variables)]));
    const plan = new Plan(this.gate, this.operation, (name) => values.get(name));
    this.#variants.set(key, plan);
    return plan;
  }
}

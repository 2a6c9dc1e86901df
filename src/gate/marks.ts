import {
  type ConstDirectiveNode,
  type ConstValueNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
} from 'graphql';
import { directiveNames, type MarkKind } from './directive-names';
import { directivesOf, type Element, elementsOf } from './elements';
import type { MistakeList } from './gate-error';
import { both, type Guard, isScopeToken, NOTHING, type Requirement, requirementOf, ANY_CREDENTIAL } from './guard';

/** One mark as it was found, before marks of the same element are merged. */
export interface Mark {
  readonly kind: MarkKind;
  /** Set for `requiresScopes` only. */
  readonly guard?: Guard;
}

/** Every mark of a schema, by coordinate, from all the sources of rule 4. */
export type Marks = ReadonlyMap<string, readonly Mark[]>;

/** Where marks come from besides the schema itself. */
export interface MarkSources {
  readonly typeDefs?: TypeDefs;
  readonly guards?: Readonly<Record<string, Guard>>;
  /** Scopes that may be named; with none, any well-formed scope may be. */
  readonly catalogue?: ReadonlySet<string>;
}

/** SDL as text or parsed, or several of them. */
export type TypeDefs = string | DocumentNode | readonly (string | DocumentNode)[];

/** A directive that isn't declared but whose name reads like a mark is a typo until proven otherwise (rule 3). */
const LOOKS_LIKE_A_MARK = /scope|authenticat/i;

/** Reads the marks of a schema from its SDL nodes, `extensions.directives`, `typeDefs` and `guards` (rule 4). */
export function readMarks(schema: GraphQLSchema, sources: MarkSources, mistakes: MistakeList): Marks {
  return new MarkReader(schema, sources, mistakes).read();
}

/** All marks of one element as one requirement; `@public` asks for nothing. */
export function merge(marks: readonly Mark[]): Requirement {
  return marks.map(requirementOfMark).reduce(both, NOTHING);
}

function requirementOfMark(mark: Mark): Requirement {
  if (mark.kind === 'authenticated') return ANY_CREDENTIAL;
  return mark.guard ? requirementOf(mark.guard) : NOTHING;
}

class MarkReader {
  readonly #marks = new Map<string, Mark[]>();
  readonly #names: ReadonlyMap<string, MarkKind>;
  readonly #documents: readonly DocumentNode[];
  readonly #declared: ReadonlySet<string>;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly sources: MarkSources,
    private readonly mistakes: MistakeList,
  ) {
    this.#documents = documentsOf(sources.typeDefs);
    this.#names = directiveNames(schema, this.#documents);
    this.#declared = new Set(schema.getDirectives().map((directive) => directive.name));
  }

  read(): Marks {
    const known = new Set<string>();
    for (const element of elementsOf(this.schema)) {
      known.add(element.coordinate);
      this.#addDirectives(element.coordinate, element.directives);
      this.#addExtension(element);
    }
    for (const [coordinate, directives] of this.#documents.flatMap((document) => [...directivesOf(document)])) {
      this.#addDirectives(coordinate, directives);
    }
    for (const [coordinate, guard] of Object.entries(this.sources.guards ?? {})) {
      this.#add(coordinate, { kind: 'requiresScopes', guard: this.#checked(coordinate, guard) });
    }
    for (const coordinate of this.#marks.keys()) {
      if (!known.has(coordinate)) this.mistakes.add(coordinate, 'marked, but the schema has no such element');
    }
    return this.#marks;
  }

  #add(coordinate: string, mark: Mark): void {
    const marks = this.#marks.get(coordinate);
    if (marks) marks.push(mark);
    else this.#marks.set(coordinate, [mark]);
  }

  #addDirectives(coordinate: string, directives: readonly ConstDirectiveNode[]): void {
    for (const directive of directives) {
      const kind = this.#kindOf(coordinate, directive.name.value);
      if (!kind) continue;
      const argument = directive.arguments?.find((node) => node.name.value === 'scopes');
      const written = kind === 'requiresScopes' ? literalOf(argument?.value) : undefined;
      this.#addMark(coordinate, kind, written);
    }
  }

  #kindOf(coordinate: string, name: string): MarkKind | undefined {
    const kind = this.#names.get(name);
    if (!kind && !this.#declared.has(name) && LOOKS_LIKE_A_MARK.test(name)) {
      this.mistakes.add(coordinate, `@${name} is not declared and guards nothing: a misspelled mark?`);
    }
    return kind;
  }

  #addExtension(element: Element): void {
    for (const [name, args] of extensionEntries(element.extension)) {
      const kind = this.#kindOf(element.coordinate, name);
      const scopes = typeof args === 'object' && args !== null && 'scopes' in args ? args.scopes : undefined;
      if (kind) this.#addMark(element.coordinate, kind, scopes);
    }
  }

  #addMark(coordinate: string, kind: MarkKind, scopes: unknown): void {
    if (kind !== 'requiresScopes') return this.#add(coordinate, { kind });
    this.#add(coordinate, { kind, guard: this.#checked(coordinate, scopes) });
  }

  /** The guard as written, or, once its mistakes are noted, one that nobody holds. */
  #checked(coordinate: string, written: unknown): Guard {
    const found = mistakesOfGuard(written, this.sources.catalogue);
    for (const message of found) this.mistakes.add(coordinate, message);
    // Cast: mistakesOfGuard has seen that it is a list of lists of strings.
    return found.length === 0 ? (written as Guard) : [];
  }
}

function documentsOf(typeDefs: TypeDefs | undefined): DocumentNode[] {
  if (typeDefs === undefined) return [];
  const list = typeof typeDefs === 'string' || 'kind' in typeDefs ? [typeDefs] : typeDefs;
  return list.map((item) => (typeof item === 'string' ? parse(item) : item));
}

/**
 * The value of a literal without coercion: GraphQL would read `"a"` as `[["a"]]` and `["a", "b"]` as `[["a"], ["b"]]`, an OR
 * where an AND was meant (rule 3). What isn't a list or a string becomes null and is then refused.
 */
function literalOf(node: ConstValueNode | undefined): unknown {
  if (node?.kind === Kind.LIST) return node.values.map(literalOf);
  return node?.kind === Kind.STRING ? node.value : null;
}

/** `{ name: args }`, `{ name: [args, args] }` and `[{ name, args }]` are all in use. */
function extensionEntries(extension: unknown): (readonly [string, unknown])[] {
  if (typeof extension !== 'object' || extension === null) return [];
  if (Array.isArray(extension))
    return extension.map((entry: { name: string; args?: unknown }) => [entry.name, entry.args]);
  return Object.entries(extension).flatMap(([name, args]) => {
    const uses: unknown[] = Array.isArray(args) ? args : [args];
    return uses.map((use) => [name, use] as const);
  });
}

/** What is wrong with a guard (rule 3): a typo must never mean "allowed". */
export function mistakesOfGuard(guard: unknown, catalogue: ReadonlySet<string> | undefined): string[] {
  if (!Array.isArray(guard)) return ['scopes must be written as a list of lists: [["a", "b"], ["c"]]'];
  if (guard.length === 0) return ['an empty list of alternatives would refuse everybody: name the scopes'];
  return guard.flatMap((alternative: unknown) => mistakesOfAlternative(alternative, catalogue));
}

function mistakesOfAlternative(alternative: unknown, catalogue: ReadonlySet<string> | undefined): string[] {
  if (!Array.isArray(alternative))
    return ['scopes must be written as a list of lists: ["a", "b"] would silently mean OR'];
  if (alternative.length === 0) return ['an empty alternative would let everybody in: use @authenticated'];
  return alternative.flatMap((scope: unknown) => mistakesOfScope(scope, catalogue));
}

function mistakesOfScope(scope: unknown, catalogue: ReadonlySet<string> | undefined): string[] {
  if (typeof scope !== 'string') return ['a scope must be a string'];
  if (scope.trim() === '') return ['a scope must not be blank'];
  if (!isScopeToken(scope)) return [`${JSON.stringify(scope)} has characters that RFC 6749 forbids in a scope`];
  return catalogue && !catalogue.has(scope) ? [`${JSON.stringify(scope)} is not in the catalogue`] : [];
}

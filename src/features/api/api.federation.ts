import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  Kind,
  parse,
  type TypeExtensionNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';

/** Directives of Apollo Federation that say nothing of scopes. */
const OTHERS = (
  'composeDirective connect context cost extends external fromContext inaccessible interfaceObject key ' +
  'listSize override policy provides requires shareable source sourceField sourceType tag'
).split(' ');

const MARKS = {
  requiresScopes: 'scopes: [[String!]!]!',
  authenticated: undefined,
} as const;

const LINK = parse(/* GraphQL */ `
  directive @link(url: String!, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
  scalar link__Import
  scalar link__Purpose
`).definitions;

/**
 * A subgraph leaves out what the specifications that it links to define: its SDL is no schema by itself. Here it becomes
 * one: Federation's directives go, except for marks, under whatever names they were imported, and an extension of another
 * subgraph's type becomes a type. Any other unknown directive stays, and is a mistake.
 */
export function completeSubgraph(document: DocumentNode): DocumentNode {
  const brought = new Set(document.definitions.map(nameOf));
  const names = namesFrom(linksOf(document));
  // A mark's own name is never taken for anything else, whatever is imported under it.
  const goes = ([name, known]: readonly [string, string]) =>
    !isMark(known) && !isMark(name) && !brought.has(`@${name}`);
  const going = new Set([...names].filter(goes).map(first));
  const marks = [...names].filter(([name, known]) => isMark(known) && name !== known && !brought.has(`@${name}`));
  const stripped = visit(document, { Directive: ({ name }) => (going.has(name.value) ? null : undefined) });
  const definitions = [...marks.map(([name, known]) => markNamed(name, known)), ...(usesLink(document) ? LINK : [])];
  return {
    ...stripped,
    definitions: [...definitions.filter((node) => !brought.has(nameOf(node))), ...withBases(stripped, brought)],
  };
}

const first = ([name]: readonly [string, string]): string => name;
const isMark = (name: string): name is keyof typeof MARKS => Object.hasOwn(MARKS, name);

function nameOf(node: DefinitionNode): string {
  if (!('name' in node) || !node.name || isExtension(node)) return '';
  return `${node.kind === Kind.DIRECTIVE_DEFINITION ? '@' : ''}${node.name.value}`;
}

interface Link {
  readonly url?: unknown;
  readonly as?: unknown;
  readonly import?: unknown;
}

function schemaDirectives({ definitions }: DocumentNode): readonly ConstDirectiveNode[] {
  return definitions.flatMap((node) =>
    node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION ? (node.directives ?? []) : [],
  );
}

const usesLink = (document: DocumentNode): boolean =>
  schemaDirectives(document).some(({ name }) => name.value === 'link');

function linksOf(document: DocumentNode): Link[] {
  const links = schemaDirectives(document).filter(({ name }) => name.value === 'link');
  return links.map(({ arguments: nodes = [] }) =>
    Object.fromEntries(nodes.map(({ name, value }) => [name.value, valueFromASTUntyped(value)])),
  );
}

/** What Federation's directives are called here → what Federation calls them. Version 1 has no links. */
function namesFrom(links: readonly Link[]): Map<string, string> {
  const known = [...OTHERS, ...Object.keys(MARKS)];
  const names = new Map(known.flatMap((name) => [[name, name] as const, [`federation__${name}`, name] as const]));
  for (const { url, as, import: imports } of links) {
    if (typeof url !== 'string' || !/\/federation\/v\d/.test(url)) continue;
    if (typeof as === 'string') for (const name of known) names.set(`${as}__${name}`, name);
    for (const [local, name] of renamesIn(imports)) if (known.includes(name)) names.set(local, name);
  }
  return names;
}

function* renamesIn(imports: unknown): Generator<readonly [local: string, name: string]> {
  for (const entry of Array.isArray(imports) ? (imports as unknown[]) : []) {
    if (typeof entry !== 'object' || entry === null || !('name' in entry) || !('as' in entry)) continue;
    if (typeof entry.name === 'string' && typeof entry.as === 'string')
      yield [entry.as.replace(/^@/, ''), entry.name.replace(/^@/, '')];
  }
}

function markNamed(name: string, known: string): DefinitionNode {
  const parameters = isMark(known) && MARKS[known] ? `(${MARKS[known]})` : '';
  const [definition] = parse(
    `directive @${name}${parameters} repeatable on OBJECT | INTERFACE | FIELD_DEFINITION | SCALAR | ENUM`,
  ).definitions;
  if (!definition) throw new Error('a definition is always parsed');
  return definition;
}

const DEFINITION_OF = {
  [Kind.OBJECT_TYPE_EXTENSION]: Kind.OBJECT_TYPE_DEFINITION,
  [Kind.INTERFACE_TYPE_EXTENSION]: Kind.INTERFACE_TYPE_DEFINITION,
  [Kind.UNION_TYPE_EXTENSION]: Kind.UNION_TYPE_DEFINITION,
  [Kind.ENUM_TYPE_EXTENSION]: Kind.ENUM_TYPE_DEFINITION,
  [Kind.SCALAR_TYPE_EXTENSION]: Kind.SCALAR_TYPE_DEFINITION,
  [Kind.INPUT_OBJECT_TYPE_EXTENSION]: Kind.INPUT_OBJECT_TYPE_DEFINITION,
} as const;

const isExtension = (node: DefinitionNode): node is TypeExtensionNode => Object.hasOwn(DEFINITION_OF, node.kind);

/** `extend type Query` stands alone in a subgraph: the first extension of a type that isn't here becomes the type. */
function withBases({ definitions }: DocumentNode, brought: ReadonlySet<string>): DefinitionNode[] {
  const bases = new Set(brought);
  return definitions.map((node) => {
    if (!isExtension(node) || bases.has(node.name.value)) return node;
    bases.add(node.name.value);
    // Cast: an extension and the definition of its kind have the same parts.
    return { ...node, kind: DEFINITION_OF[node.kind] } as DefinitionNode;
  });
}

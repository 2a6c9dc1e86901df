import { type ConstDirectiveNode, type DocumentNode, type GraphQLSchema, Kind, valueFromASTUntyped } from 'graphql';

/** The marks that the gate knows. */
export type MarkKind = 'requiresScopes' | 'authenticated' | 'public';

const OWN: readonly (readonly [string, MarkKind])[] = [
  ['requiresScopes', 'requiresScopes'],
  ['authenticated', 'authenticated'],
  ['public', 'public'],
  ['federation__requiresScopes', 'requiresScopes'],
  ['federation__authenticated', 'authenticated'],
];

/** The part of a link that the gate reads (Federation's `@link`). */
interface Link {
  readonly as?: unknown;
  readonly url?: unknown;
  readonly import?: unknown;
}

/**
 * Which directive names mean which mark: the marks' own names, Federation's prefixed ones, and whatever `@link` renamed
 * them to (rule 15). A renamed directive that went unnoticed was CVE-2025-64347.
 */
export function directiveNames(
  schema: GraphQLSchema,
  documents: readonly DocumentNode[],
): ReadonlyMap<string, MarkKind> {
  const names = new Map<string, MarkKind>(OWN);
  for (const link of links(schema, documents)) {
    for (const [name, kind] of namesOfLink(link)) names.set(name, kind);
  }
  return names;
}

function links(schema: GraphQLSchema, documents: readonly DocumentNode[]): Link[] {
  const fromSchema = [schema.astNode, ...schema.extensionASTNodes];
  const fromDocuments = documents.flatMap((document) =>
    document.definitions.filter((node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION),
  );
  const directives = [...fromSchema, ...fromDocuments].flatMap((node) => node?.directives ?? []);
  return directives.filter((directive) => directive.name.value === 'link').map(argumentsOf);
}

/** Arguments of a directive as plain values. */
export function argumentsOf(directive: ConstDirectiveNode): Record<string, unknown> {
  return Object.fromEntries(
    (directive.arguments ?? []).map((node) => [node.name.value, valueFromASTUntyped(node.value)]),
  );
}

function* namesOfLink(link: Link): Generator<readonly [string, MarkKind]> {
  if (typeof link.as === 'string') {
    yield [`${link.as}__requiresScopes`, 'requiresScopes'];
    yield [`${link.as}__authenticated`, 'authenticated'];
  }
  const imports: unknown[] = Array.isArray(link.import) ? link.import : [];
  for (const entry of imports) {
    const renamed = renamedImport(entry);
    if (renamed) yield renamed;
  }
}

function renamedImport(entry: unknown): readonly [string, MarkKind] | undefined {
  if (typeof entry !== 'object' || entry === null || !('name' in entry) || !('as' in entry)) return undefined;
  const kind =
    entry.name === '@requiresScopes' ? 'requiresScopes' : entry.name === '@authenticated' ? 'authenticated' : undefined;
  if (!kind || typeof entry.as !== 'string') return undefined;
  return [entry.as.replace(/^@/, ''), kind];
}

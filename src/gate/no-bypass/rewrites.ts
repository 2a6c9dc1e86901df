import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type InlineFragmentNode,
  Kind,
  type NamedTypeNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { Random } from './random';

/** Ways to write the same operation differently; none may change what the gate decides (property c). */
export const rewrites: Readonly<
  Record<string, (document: DocumentNode, random: Random, schema: GraphQLSchema) => DocumentNode>
> = {
  'fragments inlined': inlined,
  'selections split into fragments': split,
  'fields given other aliases': aliased,
  'selections reordered': reordered,
  'selections wrapped': wrapped,
};

function inlined(document: DocumentNode): DocumentNode {
  const fragments = new Map(fragmentsOf(document).map((fragment) => [fragment.name.value, fragment]));
  const operations = {
    ...document,
    definitions: document.definitions.filter((node) => node.kind !== Kind.FRAGMENT_DEFINITION),
  };
  return visit(operations, {
    FragmentSpread: (node) => {
      const fragment = fragments.get(node.name.value);
      if (!fragment) return undefined;
      const { typeCondition, selectionSet } = fragment;
      return {
        kind: Kind.INLINE_FRAGMENT,
        typeCondition,
        selectionSet,
        directives: node.directives ?? [],
      } satisfies InlineFragmentNode;
    },
  });
}

function fragmentsOf(document: DocumentNode): FragmentDefinitionNode[] {
  return document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
}

/** Inline fragments with a type condition become named ones. */
function split(document: DocumentNode): DocumentNode {
  const made: string[] = [];
  const changed = visit(document, {
    InlineFragment: {
      leave: (node) => {
        if (!node.typeCondition) return undefined;
        const name = `Split${made.length}`;
        made.push(`fragment ${name} on ${node.typeCondition.name.value} ${print(node.selectionSet)}`);
        return {
          kind: Kind.FRAGMENT_SPREAD,
          name: { kind: Kind.NAME, value: name },
          directives: node.directives ?? [],
        };
      },
    },
  });
  return parse([print(changed), ...made].join('\n'));
}

function aliased(document: DocumentNode): DocumentNode {
  return visit(document, {
    Field: (node): FieldNode => ({
      ...node,
      alias: { kind: Kind.NAME, value: `other_${node.alias?.value ?? node.name.value}` },
    }),
  });
}

function reordered(document: DocumentNode, random: Random): DocumentNode {
  return visit(document, {
    SelectionSet: { leave: (node): SelectionSetNode => ({ ...node, selections: random.shuffled(node.selections) }) },
  });
}

/** In `... { }` or in `... on T { }`, where T is the type that stands there anyway. */
function wrapped(document: DocumentNode, random: Random, schema: GraphQLSchema): DocumentNode {
  const types = new TypeInfo(schema);
  const leave = (node: SelectionSetNode): SelectionSetNode | undefined => {
    if (node.selections.length === 1 && node.selections[0]?.kind === Kind.INLINE_FRAGMENT) return undefined;
    if (random.chance(0.5)) return undefined;
    const parent = random.chance(0.7) ? types.getParentType()?.name : undefined;
    return { ...node, selections: [fragmentOf(node.selections, parent)] };
  };
  return visit(document, visitWithTypeInfo(types, { SelectionSet: { leave } }));
}

function fragmentOf(selections: readonly SelectionNode[], type: string | undefined): InlineFragmentNode {
  const selectionSet: SelectionSetNode = { kind: Kind.SELECTION_SET, selections };
  if (type === undefined) return { kind: Kind.INLINE_FRAGMENT, selectionSet };
  const name: NamedTypeNode = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } };
  return { kind: Kind.INLINE_FRAGMENT, typeCondition: name, selectionSet };
}

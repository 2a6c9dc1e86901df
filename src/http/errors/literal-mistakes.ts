import {
  type ASTNode,
  type ASTVisitor,
  type DocumentNode,
  getNamedType,
  type GraphQLInputType,
  type GraphQLSchema,
  isLeafType,
  Kind,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { FieldMistake } from '../../graphql/errors';
import { INPUT } from './argument-names';
import { expectation } from './expectation';

type Ancestors = readonly (ASTNode | readonly ASTNode[])[];

/** A literal of a document: what should stand there, and where it is. */
interface Place {
  readonly type: GraphQLInputType;
  readonly path: readonly string[];
}

/** The places of the literals in a document, for messages that name them without their values. */
export class LiteralPlaces {
  private readonly places = new Map<ValueNode, Place>();
  /** By the message of their scalar, where it refuses them. */
  private throwing?: ReadonlyMap<string | undefined, Place>;

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    const info = new TypeInfo(schema);
    visit(document, visitWithTypeInfo(info, this.visitor(info)));
  }

  /** @param node undefined for a scalar's error that doesn't say where it was thrown. */
  mistakeAt(node: ValueNode | undefined, error: { readonly message: string }): FieldMistake | undefined {
    const place = node ? this.places.get(node) : this.placeThatThrows(error.message);
    if (!place) return undefined;
    return { path: place.path, message: `${place.path.join('.')} ${expectation(place.type, error)}` };
  }

  private visitor(info: TypeInfo): ASTVisitor {
    const enter = (
      node: ValueNode,
      _key: unknown,
      parent: Ancestors[number] | undefined,
      __: unknown,
      above: Ancestors,
    ): void => {
      const type = info.getInputType();
      if (type && parent) this.places.set(node, { type, path: pathOf([...above, parent, node]) });
    };
    const kinds = [Kind.INT, Kind.FLOAT, Kind.STRING, Kind.BOOLEAN, Kind.NULL, Kind.ENUM, Kind.LIST, Kind.OBJECT];
    return Object.fromEntries(kinds.map((kind) => [kind, { enter }]));
  }

  private placeThatThrows(message: string): Place | undefined {
    this.throwing ??= new Map([...this.places].map(([node, place]) => [messageOf(node, place), place]));
    return this.throwing.get(message);
  }
}

function messageOf(node: ValueNode, { type }: Place): string | undefined {
  const named = getNamedType(type);
  if (!isLeafType(named)) return undefined;
  try {
    named.parseLiteral(node, undefined);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : undefined;
  }
}

/** Names of fields and indices of lists, from the input's own fields on. @param chain from the document to the literal. */
function pathOf(chain: Ancestors): string[] {
  const path: string[] = [];
  chain.forEach((node, index) => {
    if (!('kind' in node)) return;
    if (node.kind === Kind.ARGUMENT || node.kind === Kind.OBJECT_FIELD) path.push(node.name.value);
    if (node.kind === Kind.VARIABLE_DEFINITION) path.push(node.variable.name.value);
    // After a list comes the array of its values, then the item.
    const item = node.kind === Kind.LIST ? chain[index + 2] : undefined;
    if (node.kind === Kind.LIST && item) path.push(String(node.values.findIndex((value) => value === item)));
  });
  return path.length > 1 && path[0] === INPUT ? path.slice(1) : path;
}

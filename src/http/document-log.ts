import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, Kind, print, visit } from 'graphql';
import type { Logger } from 'pino';
import type { Context } from '../context';

/** Anything that looks like one of our credentials: a token is a valid name in GraphQL, too. */
const CREDENTIAL = /sg_(?:api|acc|ses|lnk)_\w+/g;
const LONGEST = 4_000;

const texts = new WeakMap<DocumentNode, string>();

/** At level debug: the document without its literals (S1). Variables are never logged. */
export function documentLogPlugin(log: Logger): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      if (!log.isLevelEnabled('debug')) return undefined;
      return {
        didResolveOperation: async ({ document, contextValue }) => logDocument(log, document, contextValue.request.id),
      };
    },
  };
}

export function logDocument(log: Logger, document: DocumentNode, requestId: string): void {
  if (log.isLevelEnabled('debug')) log.debug({ requestId, document: withoutLiterals(document) }, 'document');
}

/** A name as it may be logged. */
export function withoutCredentials(text: string): string {
  return text.replace(CREDENTIAL, '[credential]');
}

/** The document with nothing in it that somebody typed as a value. */
export function withoutLiterals(document: DocumentNode): string {
  const known = texts.get(document);
  if (known !== undefined) return known;
  const bare = visit(document, {
    StringValue: (node) => ({ ...node, value: '', block: false }),
    IntValue: (node) => ({ ...node, value: '0' }),
    FloatValue: (node) => ({ ...node, value: '0' }),
    // A text without quotation marks is read as one.
    EnumValue: (node) => ({ kind: Kind.ENUM, loc: node.loc, value: '_' }),
  });
  const text = withoutCredentials(print(bare).replace(/\s+/g, ' ')).slice(0, LONGEST);
  texts.set(document, text);
  return text;
}

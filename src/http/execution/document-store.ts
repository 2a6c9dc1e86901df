import type { DocumentNode } from 'graphql';
import { WeightedMap } from '../../lib/weighted-map';

/** A parsed document takes about a hundred times the memory of its text. */
const MOST_CHARACTERS = 500_000;
/** What a short one weighs: a thousand documents are kept at most. */
const LEAST_WEIGHT = 500;

/** Documents that were parsed and validated, the ones used last; bounded, for anybody can send new ones. */
export class DocumentStore {
  private readonly documents = new WeightedMap<string, DocumentNode>(MOST_CHARACTERS);

  async get(key: string): Promise<DocumentNode | undefined> {
    return this.documents.get(key);
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    this.documents.set(key, document, Math.max(LEAST_WEIGHT, document.loc?.source.body.length ?? 0));
  }

  async delete(key: string): Promise<boolean> {
    return this.documents.delete(key);
  }
}

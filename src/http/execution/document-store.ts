import type { DocumentNode } from 'graphql';

const MOST_DOCUMENTS = 1_000;
/** A parsed document takes about a hundred times the memory of its text. */
const MOST_CHARACTERS = 500_000;

/** Documents that were parsed and validated, the ones used last; bounded, for anybody can send new ones. */
export class DocumentStore {
  private readonly documents = new Map<string, DocumentNode>();
  private characters = 0;

  async get(key: string): Promise<DocumentNode | undefined> {
    const document = this.documents.get(key);
    if (!document) return undefined;
    this.documents.delete(key);
    this.documents.set(key, document);
    return document;
  }

  async set(key: string, document: DocumentNode): Promise<void> {
    await this.delete(key);
    this.documents.set(key, document);
    this.characters += lengthOf(document);
    for (const oldest of this.documents.keys()) {
      if (this.documents.size <= MOST_DOCUMENTS && this.characters <= MOST_CHARACTERS) return;
      await this.delete(oldest);
    }
  }

  async delete(key: string): Promise<boolean> {
    const document = this.documents.get(key);
    if (document) this.characters -= lengthOf(document);
    return this.documents.delete(key);
  }
}

function lengthOf({ loc }: DocumentNode): number {
  return loc?.source.body.length ?? 0;
}

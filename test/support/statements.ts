import type { Logger } from 'typeorm';

/** Leases, and the sealer with the events that it seals. */
const JOBS = [/\b(?:lease|audit_unsealed|audit_seal)\b/, /FROM \W?audit_event\b[^]*\bid\W? IN \(/];

/** Collects every statement that a server sends: hand it to `startServer({ logger })`. */
export class StatementLog implements Logger {
  readonly statements: string[] = [];

  logQuery(query: string): void {
    this.statements.push(query);
  }

  /** What was sent while `work` ran, but for what jobs do in the background. */
  async during(work: () => Promise<unknown>): Promise<string[]> {
    const before = this.statements.length;
    await work();
    return this.statements.slice(before).filter((statement) => !JOBS.some((form) => form.test(statement)));
  }

  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}

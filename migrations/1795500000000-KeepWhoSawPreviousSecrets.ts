import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * While an old secret still works, so does what holds for it when somebody other than the token's person saw it (T10).
 * In plain SQL: TypeORM would copy SQLite's whole table for it.
 */
export class KeepWhoSawPreviousSecrets1795500000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE api_token ADD COLUMN previous_seen_by_other boolean NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE api_token DROP COLUMN previous_seen_by_other');
  }
}

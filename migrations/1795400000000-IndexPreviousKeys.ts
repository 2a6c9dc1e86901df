import { type MigrationInterface, type QueryRunner, TableIndex } from 'typeorm';

const TABLE = 'api_token';
const INDEX = 'api_token_by_previous_key';

/** A start asks which keys the old secrets of regenerated tokens need (S3), however many tokens there are. */
export class IndexPreviousKeys1795400000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const columnNames = ['previous_key_id', 'overlap_ends_at'];
    await runner.createIndex(TABLE, new TableIndex({ name: INDEX, columnNames }));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex(TABLE, INDEX);
  }
}

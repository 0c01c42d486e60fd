/** A keyed hash of the registered name beside the look-up by ID number, so that lists are compared with it and nobody is opened. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NameMarks1764000000501 implements MigrationInterface {
  name = 'NameMarks1764000000501';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE vault.lookup ADD COLUMN name_mark bytea CHECK (length(name_mark) = 16);
      COMMENT ON COLUMN vault.lookup.name_mark IS 'keyed hash, under the same key, of the first name learnt; null = not compared yet, or without a name';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE vault.lookup DROP COLUMN name_mark');
  }
}

/** Work that spans streams and is under way: what a start-up sweep finishes after a crash. Holds references, nothing personal. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PendingWork1764000000310 implements MigrationInterface {
  name = 'PendingWork1764000000310';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA IF NOT EXISTS work;
      CREATE TABLE work.pending (
        office  text COLLATE "C" NOT NULL,
        key     text COLLATE "C" NOT NULL,
        request jsonb NOT NULL,
        begun   timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (office, key));
      COMMENT ON TABLE work.pending IS 'commands with steps on other streams, from before the first step until after the last';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE work.pending');
  }
}

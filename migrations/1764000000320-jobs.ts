/** Work done after its request was answered: what it is, how it ended. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Jobs1764000000320 implements MigrationInterface {
  name = 'Jobs1764000000320';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA IF NOT EXISTS work;
      CREATE TABLE work.job (
        job_id  uuid PRIMARY KEY,
        kind    text NOT NULL,
        subject text COLLATE "C" NOT NULL,
        region  text COLLATE "C" NOT NULL,
        office  text COLLATE "C" NOT NULL,
        status  text NOT NULL CHECK (status IN ('running', 'done', 'failed', 'stopped')),
        result  jsonb,
        problem jsonb,
        begun   timestamptz NOT NULL DEFAULT now(),
        ended   timestamptz,
        CHECK ((status = 'running') = (ended IS NULL)));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE work.job');
  }
}

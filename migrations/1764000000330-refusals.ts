/** Wishes that were refused: outside the ledger, because nothing happened, and kept, because somebody tried. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Refusals1764000000330 implements MigrationInterface {
  name = 'Refusals1764000000330';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA IF NOT EXISTS work;
      CREATE TABLE work.refusal (
        refusal_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        refused_at timestamptz NOT NULL,
        actor     text NOT NULL,
        office    text NOT NULL,
        stream_id text NOT NULL,
        command   text NOT NULL,
        code      text NOT NULL);
      COMMENT ON TABLE work.refusal IS 'who was refused what and why, by code; never what the command said';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE work.refusal');
  }
}

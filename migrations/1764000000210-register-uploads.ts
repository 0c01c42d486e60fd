/** Registers handed over as files: the file as it came, sealed, and what is wrong with its rows; outside the ledger, replaced by the next file. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class RegisterUploads1764000000210 implements MigrationInterface {
  name = 'RegisterUploads1764000000210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE intake.register_upload (
        job_id      uuid PRIMARY KEY,
        register_id text COLLATE "C" NOT NULL UNIQUE,
        kind        text NOT NULL,
        region      text COLLATE "C" NOT NULL,
        sealed      bytea NOT NULL,
        algorithm   text NOT NULL,
        key_version integer NOT NULL,
        summary     jsonb NOT NULL,
        received    timestamptz NOT NULL DEFAULT now());
      CREATE TABLE intake.register_fault (
        job_id   uuid NOT NULL REFERENCES intake.register_upload ON DELETE CASCADE,
        number   integer NOT NULL,
        code     text NOT NULL,
        severity text NOT NULL,
        fault    jsonb NOT NULL,
        PRIMARY KEY (job_id, number));
      COMMENT ON TABLE intake.register_fault IS 'what is wrong with which row; values are masked';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE intake.register_fault, intake.register_upload');
  }
}

/** Uploaded lists on their way into the ledger: the file as it came and its rows, sealed; outside the ledger, replaced by the next upload. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Intake1764000000200 implements MigrationInterface {
  name = 'Intake1764000000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA IF NOT EXISTS intake;
      CREATE TABLE intake.list (
        list_id    uuid PRIMARY KEY,
        batch_id   text COLLATE "C" NOT NULL,
        kind       text NOT NULL CHECK (kind IN ('file', 'lines')),
        -- Keyed, because a hash of a short file of known people could be guessed.
        file_mac   bytea NOT NULL,
        sealed     bytea NOT NULL,
        algorithm  text NOT NULL,
        key_version integer NOT NULL,
        heading    jsonb,
        summary    jsonb,
        -- Ordinal before the first line of this list in its batch; set when it begins to be entered.
        base_ordinal integer,
        is_current boolean NOT NULL DEFAULT false,
        received   timestamptz NOT NULL DEFAULT now());
      CREATE UNIQUE INDEX list_current ON intake.list (batch_id) WHERE is_current;
      CREATE INDEX list_file ON intake.list (file_mac) WHERE is_current;
      CREATE TABLE intake.page (
        list_id uuid NOT NULL REFERENCES intake.list ON DELETE CASCADE,
        first_ordinal integer NOT NULL,
        lines   integer NOT NULL,
        sealed  bytea NOT NULL,
        -- The same lines in references, made once, so that every retry enters the same.
        entries jsonb,
        PRIMARY KEY (list_id, first_ordinal));
      CREATE TABLE intake.fault (
        list_id  uuid NOT NULL REFERENCES intake.list ON DELETE CASCADE,
        number   integer NOT NULL,
        ordinal  integer NOT NULL,
        code     text NOT NULL,
        severity text NOT NULL,
        fault    jsonb NOT NULL,
        PRIMARY KEY (list_id, number));
      CREATE TABLE intake.split_off (
        list_id uuid NOT NULL REFERENCES intake.list ON DELETE CASCADE,
        ordinal integer NOT NULL,
        amount_fen bigint,
        reason  text NOT NULL,
        PRIMARY KEY (list_id, ordinal));
      CREATE TABLE intake.submitted (
        content_hash text COLLATE "C" PRIMARY KEY,
        batch_id text COLLATE "C" NOT NULL);
      COMMENT ON TABLE intake.fault IS 'what is wrong with which line; values are masked';
      COMMENT ON TABLE intake.submitted IS 'which batch holds which list, so that the same list under another batch is refused (B07)';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA intake CASCADE');
  }
}

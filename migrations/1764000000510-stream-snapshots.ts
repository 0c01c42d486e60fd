/** Folded states of long streams between starts. A cache: dropping it costs the next reader a fold, nothing else. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class StreamSnapshots1764000000510 implements MigrationInterface {
  name = 'StreamSnapshots1764000000510';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA IF NOT EXISTS work;
      CREATE TABLE work.stream_snapshot (
        stream_id text COLLATE "C" NOT NULL,
        -- Which text of the fold made it; another program keeps its own.
        shape     text COLLATE "C" NOT NULL,
        revision  bigint NOT NULL,
        mac       bytea NOT NULL,
        -- References and sums, nothing personal. Compressing what is mostly random would cost more than it saves.
        state     bytea NOT NULL,
        made      timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (stream_id, shape));
      ALTER TABLE work.stream_snapshot ALTER COLUMN state SET STORAGE EXTERNAL;
      COMMENT ON TABLE work.stream_snapshot IS 'folded states of long streams, re-derivable from the ledger at any time';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE work.stream_snapshot');
  }
}

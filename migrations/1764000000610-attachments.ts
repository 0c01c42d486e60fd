/** Attachments handed over as evidence: sealed, by hash of their content and the office that handed them over. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Attachments1764000000610 implements MigrationInterface {
  name = 'Attachments1764000000610';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE intake.attachment (
        content_hash text COLLATE "C" NOT NULL,
        office       text COLLATE "C" NOT NULL,
        region       text COLLATE "C" NOT NULL,
        media_type   text NOT NULL,
        bytes        integer NOT NULL,
        sealed       bytea NOT NULL,
        algorithm    text NOT NULL,
        key_version  integer NOT NULL,
        uploaded_by  text NOT NULL,
        received     timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (content_hash, office));
      COMMENT ON TABLE intake.attachment IS 'files that events name by hash; kept as long as the ledger, never replaced';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE intake.attachment');
  }
}

/** Who is in the middle of unfinished work, whether that process lives, and which master key the vault was begun with. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ProcessOwners1764000000560 implements MigrationInterface {
  name = 'ProcessOwners1764000000560';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE work.pending
        ADD COLUMN owner integer NOT NULL DEFAULT 0,
        ADD COLUMN revision bigint;
      COMMENT ON COLUMN work.pending.owner IS 'process in the middle of it; 0: from before processes had numbers';
      COMMENT ON COLUMN work.pending.revision IS 'revision of the stream when the work began';

      CREATE FUNCTION work.is_present(owner integer) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
        SELECT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
          WHERE l.locktype = 'advisory' AND d.datname = current_database() AND l.classid = 7340063 AND l.objid = owner::bigint::oid AND l.objsubid = 2 AND l.granted) $$;
      COMMENT ON FUNCTION work.is_present IS 'a process holds a lock of its number while it lives';

      CREATE TABLE vault.key_check (
        key_version integer PRIMARY KEY,
        proof       bytea NOT NULL CHECK (octet_length(proof) = 32));
      COMMENT ON TABLE vault.key_check IS 'a keyed hash by each master key: a process with another key of the same version is turned away, and nothing can be opened with it';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE vault.key_check; DROP FUNCTION work.is_present; ALTER TABLE work.pending DROP COLUMN owner, DROP COLUMN revision');
  }
}

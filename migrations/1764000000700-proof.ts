/** What proves the ledger: tiles of the tree, signed checkpoints, who cosigned them, and what did not agree. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = `
CREATE SCHEMA proof;

-- Height eight, c2sp.org/tlog-tiles. The tile at the right edge of a level grows until it holds 256 hashes.
CREATE TABLE proof.tile (
  level  smallint NOT NULL CHECK (level BETWEEN 0 AND 6),
  index  bigint NOT NULL CHECK (index >= 0),
  hashes bytea STORAGE EXTERNAL NOT NULL CHECK (octet_length(hashes) BETWEEN 32 AND 8192 AND octet_length(hashes) % 32 = 0),
  PRIMARY KEY (level, index)
);

CREATE TABLE proof.checkpoint (
  size      bigint PRIMARY KEY CHECK (size >= 0),
  root      bytea NOT NULL CHECK (octet_length(root) = 32),
  -- The signed note, without cosignatures.
  note      text NOT NULL,
  signed_us bigint NOT NULL
);

CREATE TABLE proof.cosignature (
  size     bigint NOT NULL REFERENCES proof.checkpoint ON DELETE CASCADE,
  witness  text COLLATE "C" NOT NULL,
  -- The signature line as the witness gave it.
  line     text NOT NULL,
  seen_us  bigint NOT NULL,
  PRIMARY KEY (size, witness)
);

-- A row here stops writing until a person has looked and says so.
CREATE TABLE proof.disagreement (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  position   bigint NOT NULL,
  kind       text COLLATE "C" NOT NULL,
  detail     text NOT NULL,
  found_us   bigint NOT NULL,
  settled_us bigint,
  settled_by text
);
COMMENT ON SCHEMA proof IS 'derived from the ledger, but for the cosignatures: signatures are made with a key that is not here';
`;

const grants = `
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ledger_read') THEN
    GRANT USAGE ON SCHEMA proof TO ledger_read;
    GRANT SELECT ON ALL TABLES IN SCHEMA proof TO ledger_read;
  END IF;
END $$;
`;

export class Proof1764000000700 implements MigrationInterface {
  name = 'Proof1764000000700';

  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [tables, grants]) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA proof CASCADE');
  }
}

/** The ledger: one head row, dense positions, append-only events and keys, and the one function that appends a batch. */
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = `
CREATE SCHEMA ledger;

-- One row holds order, fence and clock together, so that taking it takes all three.
CREATE TABLE ledger.log_head (
  log_id  smallint PRIMARY KEY DEFAULT 1 CHECK (log_id = 1),
  size    bigint NOT NULL DEFAULT 0 CHECK (size >= 0),
  epoch   bigint NOT NULL DEFAULT 0,
  last_us bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 10);
INSERT INTO ledger.log_head DEFAULT VALUES;

CREATE TABLE ledger.stream (
  -- The length is checked apart: a counted repetition makes the expression forty times as dear, on every append.
  stream_id     text COLLATE "C" PRIMARY KEY CHECK (length(stream_id) <= 200 AND stream_id ~ '^[A-Za-z0-9][A-Za-z0-9._:~-]*$'),
  revision      bigint NOT NULL,
  last_position bigint NOT NULL
) WITH (fillfactor = 70);

-- header, payload and salt are the evidence, byte for byte; the other columns only find it.
CREATE TABLE ledger.event (
  position    bigint PRIMARY KEY CHECK (position >= 0),
  stream_id   text COLLATE "C" NOT NULL,
  revision    bigint NOT NULL CHECK (revision >= 0),
  event_id    uuid NOT NULL,
  type        text COLLATE "C" NOT NULL,
  schema_v    smallint NOT NULL,
  recorded_us bigint NOT NULL,
  header      bytea NOT NULL,
  payload     bytea NOT NULL,
  salt        bytea NOT NULL CHECK (octet_length(salt) = 16),
  CONSTRAINT event_stream_revision UNIQUE (stream_id, revision)
);
CREATE INDEX event_time ON ledger.event USING brin (recorded_us) WITH (pages_per_range = 32);

CREATE TABLE ledger.append_key (
  office         text COLLATE "C" NOT NULL,
  key            text COLLATE "C" NOT NULL,
  body_hash      bytea NOT NULL CHECK (octet_length(body_hash) = 32),
  stream_id      text COLLATE "C" NOT NULL,
  first_position bigint NOT NULL,
  n              integer NOT NULL CHECK (n > 0),
  last_revision  bigint NOT NULL,
  recorded_us    bigint NOT NULL,
  PRIMARY KEY (office, key)
);

CREATE FUNCTION ledger.forbid() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'append-only: % on %', TG_OP, TG_TABLE_NAME USING ERRCODE = 'LK001'; END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.event
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.forbid();
CREATE TRIGGER append_key_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.append_key
  FOR EACH STATEMENT EXECUTE FUNCTION ledger.forbid();
`;

/*
 * The order of statements is the argument: the head row is taken first, so whatever follows is decided under its lock;
 * size and epoch must be as the caller believed, so its memory of streams is exact; whatever is otherwise raises LK002, or breaks
 * the primary key of a key or a stream, which undoes all of it. `absent_*` are keys of appends the caller is about to turn down:
 * one that exists was answered before, and the caller must look again. The events follow by COPY in the same transaction.
 * Rows are unnested in the select list, as in FROM each array would be written to a store of its own first;
 * and inserted without ON CONFLICT, which looks, marks and confirms each row, though under the head lock nobody else inserts.
 */
const append = `
CREATE FUNCTION ledger.append(
  believed_size bigint, my_epoch bigint, new_size bigint, new_last_us bigint,
  opened text[], opened_revision bigint[], opened_position bigint[],
  moved text[], moved_from bigint[], moved_to bigint[], moved_position bigint[],
  key_office text[], key_key text[], key_hash bytea[], key_stream text[],
  key_first bigint[], key_n integer[], key_revision bigint[], key_us bigint[],
  absent_office text[], absent_key text[]
) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE counted bigint;
BEGIN
  UPDATE ledger.log_head SET size = new_size, last_us = new_last_us WHERE size = believed_size AND epoch = my_epoch;
  IF NOT FOUND THEN RAISE EXCEPTION 'head moved' USING ERRCODE = 'LK002'; END IF;
  IF cardinality(absent_key) > 0 AND EXISTS (
    SELECT FROM unnest(absent_office, absent_key) AS a (office, key) JOIN ledger.append_key k USING (office, key)) THEN
    RAISE EXCEPTION 'key known' USING ERRCODE = 'LK002';
  END IF;
  IF cardinality(key_key) > 0 THEN
    INSERT INTO ledger.append_key (office, key, body_hash, stream_id, first_position, n, last_revision, recorded_us)
      SELECT unnest(key_office), unnest(key_key), unnest(key_hash), unnest(key_stream),
        unnest(key_first), unnest(key_n), unnest(key_revision), unnest(key_us);
  END IF;
  IF cardinality(opened) > 0 THEN
    INSERT INTO ledger.stream (stream_id, revision, last_position)
      SELECT unnest(opened), unnest(opened_revision), unnest(opened_position);
  END IF;
  IF cardinality(moved) > 0 THEN
    UPDATE ledger.stream s SET revision = m.now, last_position = m.at
      FROM (SELECT unnest(moved) AS id, unnest(moved_from) AS was, unnest(moved_to) AS now, unnest(moved_position) AS at) AS m
      WHERE s.stream_id = m.id AND s.revision = m.was;
    GET DIAGNOSTICS counted = ROW_COUNT;
    IF counted <> cardinality(moved) THEN RAISE EXCEPTION 'stream moved' USING ERRCODE = 'LK002'; END IF;
  END IF;
END $$;
`;

/** A follower's remembered position: it lives beside its effect, so both move in one transaction. */
const followers = `
CREATE SCHEMA IF NOT EXISTS work;
CREATE TABLE work.follower (
  name            text COLLATE "C" PRIMARY KEY,
  position        bigint NOT NULL DEFAULT 0 CHECK (position >= 0),
  halted_position bigint,
  error           text,
  updated_at      timestamptz NOT NULL DEFAULT now(),
  CHECK ((halted_position IS NULL) = (error IS NULL))
);
`;

/** Roles belong to the whole server and may be missing where the owner could not make them: then only the triggers guard. */
const grants = `
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ledger_append') THEN
    GRANT USAGE ON SCHEMA ledger TO ledger_append;
    GRANT SELECT, INSERT ON ledger.event, ledger.append_key TO ledger_append;
    GRANT SELECT, INSERT, UPDATE ON ledger.stream TO ledger_append;
    GRANT SELECT, UPDATE ON ledger.log_head TO ledger_append;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ledger_read') THEN
    GRANT USAGE ON SCHEMA ledger, work TO ledger_read;
    GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO ledger_read;
    GRANT SELECT ON work.follower TO ledger_read;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ledger_project') THEN
    GRANT USAGE ON SCHEMA ledger, work TO ledger_project;
    GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO ledger_project;
    GRANT SELECT, INSERT, UPDATE ON work.follower TO ledger_project;
  END IF;
END $$;
`;

export class Ledger1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const sql of [tables, append, followers, grants]) await runner.query(sql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the ledger is never dropped by a migration'));
  }
}

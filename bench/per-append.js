/**
 * The peer that commits each append by itself: same tables, columns and indexes, same bytes made by the same code, expected revision
 * and idempotency key checked, in one PL/pgSQL round trip on its own connection. `locked` puts appends in one order by an advisory lock.
 */
'use strict';
const { Pool } = require('pg');
const { closedLoop } = require('./figures');
const { ours } = require('./server');
const { allSeries } = require('./workload');

const tables = (locked) => `
  CREATE SCHEMA peer;
  CREATE TABLE peer.event (LIKE ledger.event INCLUDING ALL);
  CREATE TABLE peer.stream (LIKE ledger.stream INCLUDING ALL) WITH (fillfactor = 70);
  CREATE TABLE peer.append_key (LIKE ledger.append_key INCLUDING ALL);
  CREATE SEQUENCE peer.position MINVALUE 0;
  CREATE FUNCTION peer.append(my_office text, my_key text, my_hash bytea, my_stream text, expected bigint, id uuid, kind text, version smallint,
    at_us bigint, my_header bytea, my_payload bytea, my_salt bytea) RETURNS bigint LANGUAGE plpgsql AS $$
  DECLARE place bigint; found_hash bytea;
  BEGIN
    ${locked ? 'PERFORM pg_advisory_xact_lock(7);' : ''}
    place := nextval('peer.position');
    INSERT INTO peer.append_key VALUES (my_office, my_key, my_hash, my_stream, place, 1, expected + 1, at_us) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
      SELECT body_hash, first_position INTO found_hash, place FROM peer.append_key WHERE office = my_office AND key = my_key;
      IF found_hash <> my_hash THEN RAISE EXCEPTION 'key conflict'; END IF;
      RETURN place;
    END IF;
    IF expected = -1 THEN INSERT INTO peer.stream VALUES (my_stream, 0, place) ON CONFLICT DO NOTHING;
    ELSE UPDATE peer.stream SET revision = expected + 1, last_position = place WHERE stream_id = my_stream AND revision = expected;
    END IF;
    IF NOT FOUND THEN RAISE EXCEPTION 'wrong revision'; END IF;
    INSERT INTO peer.event VALUES (place, my_stream, expected + 1, id, kind, version, at_us, my_header, my_payload, my_salt);
    RETURN place;
  END $$`;

const perAppend = (clients, { locked }) => async (server) => {
  const { prepare } = ours('src/event-store/prepare');
  const { framedHeader } = ours('src/event-store/canonical-header');
  const { putUuid } = ours('src/event-store/postgres/binary');
  const { wallClock } = ours('src/event-store/clock');
  const pool = new Pool({ connectionString: await server.database(), max: clients });
  await pool.query(tables(locked));
  const connections = await Promise.all(Array.from({ length: clients }, () => pool.connect()));
  const appends = allSeries(clients, 1);
  const uuidBytes = (text) => {
    const bytes = Buffer.allocUnsafe(16);
    putUuid(bytes, 0, text);
    return bytes;
  };
  const one = async (client) => {
    const append = prepare(appends[client].next().value);
    const [event] = append.events;
    const expected = append.expected === 'none' ? -1 : append.expected;
    const us = wallClock();
    const header = Buffer.from(framedHeader(append.frame, event.id, event.type, event.schemaVersion, expected + 1, us));
    await connections[client].query({
      name: 'append', text: 'SELECT peer.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)',
      values: [append.office, append.key, Buffer.from(append.bodyHash, 'hex'), append.streamId, expected, uuidBytes(event.id), event.type, event.schemaVersion, us, header, event.payload, event.salt],
    });
    return 1;
  };
  return {
    run: (seconds) => closedLoop(clients, seconds, one),
    close: async () => {
      for (const connection of connections) connection.release();
      await pool.end();
    },
  };
};

module.exports = { perAppend };

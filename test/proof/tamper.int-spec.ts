/** Whoever owns the database changes it with every guard off: the scrub names the first position that is wrong, whatever was changed and whatever was computed anew to hide it. */
import { leafHash, leafOf } from '../../src/event-store/leaf';
import { GrowingTree } from '../../src/proof/tiles';
import { SealedLedger } from './sealed-ledger';

jest.setTimeout(60_000);

const SIZE = 600;
let ledger: SealedLedger;

const KEPT = ['ledger.event', 'ledger.log_head', 'proof.tile', 'proof.checkpoint'];
beforeAll(async () => {
  ledger = await SealedLedger.make();
  await ledger.append(400);
  await ledger.signed();
  await ledger.append(SIZE - 400);
  await ledger.signed();
  await ledger.database.pool.query(`CREATE SCHEMA kept; ${KEPT.map((table) => `CREATE TABLE kept.${String(table.split('.')[1])} AS TABLE ${table}`).join(';')}`);
});
afterEach(() => ledger.tamper(...KEPT.flatMap((table) => [`DELETE FROM ${table}`, `INSERT INTO ${table} SELECT * FROM kept.${String(table.split('.')[1])}`])));
afterAll(() => ledger.end());

const at = (column: string, position = 300): string => `UPDATE ledger.event SET ${column} WHERE position = ${String(position)}`;
const copyAt = (from: number, to: number): string => `INSERT INTO ledger.event SELECT ${String(to)}, stream_id, revision + 1000, event_id, type, schema_v, recorded_us, header, payload, salt FROM ledger.event WHERE position = ${String(from)}`;
const flip = (level: number, index: number, hash: number): string => `UPDATE proof.tile SET hashes = set_byte(hashes, ${String(hash * 32)}, get_byte(hashes, ${String(hash * 32)}) # 1) WHERE level = ${String(level)} AND index = ${String(index)}`;

describe('the scrub', () => {
  it('finds nothing where nothing was changed, with the sealer\'s folder and without', async () => {
    expect([await ledger.scrub(), await ledger.scrub(false)]).toEqual([undefined, undefined]);
  });

  it.each([
    ['a payload', [at(`payload = convert_to('{"amountFen":1}', 'UTF8')`)], 300, 'event-differs'],
    ['one digit of a header', [at(`header = set_byte(header, 20, get_byte(header, 20) # 1)`)], 300, 'event-differs'],
    ['a salt', [at(`salt = '\\x000102030405060708090a0b0c0d0e0f'`)], 300, 'event-differs'],
    ['the type, as tables are asked for it', [at(`type = 'NoteTorn'`)], 300, 'columns-differ'],
    ['the time, likewise', [at('recorded_us = recorded_us - 86400000000')], 300, 'columns-differ'],
    ['the stream, likewise', [at(`stream_id = 'note-other'`)], 300, 'columns-differ'],
    ['two rows, swapped', [at('position = -1', 10), at('position = 10', 20), at('position = 20', -1)], 10, 'event-differs'],
    ['a row in the middle, deleted', ['DELETE FROM ledger.event WHERE position = 300'], 300, 'event-missing'],
    ['the last rows, deleted', ['DELETE FROM ledger.event WHERE position >= 590'], 590, 'event-missing'],
    ['the last rows, deleted, and the head moved back', ['DELETE FROM ledger.event WHERE position >= 590', 'UPDATE ledger.log_head SET size = 590'], 590, 'ledger-shorter'],
    ['a row beyond the head, inserted', [copyAt(5, 600)], 600, 'event-surplus'],
    ['a row in the middle, inserted, and the rest moved on', ['UPDATE ledger.event SET position = position + 10001 WHERE position >= 300', 'UPDATE ledger.event SET position = position - 10000 WHERE position > 10000', copyAt(5, 300), 'UPDATE ledger.log_head SET size = 601'], 300, 'event-differs'],
    ['a whole tile', [flip(0, 1, 44)], 300, 'tile-differs'],
    ['a tile of the level above', [flip(1, 0, 1)], 256, 'tile-differs'],
    ['a tile, deleted', ['DELETE FROM proof.tile WHERE level = 0 AND index = 1'], 256, 'tile-differs'],
  ] as const)('finds %s, with the sealer\'s folder and without', async (_, statements, position, kind) => {
    await ledger.tamper('ALTER TABLE ledger.event DROP CONSTRAINT IF EXISTS event_position_check', ...statements);
    expect([await ledger.scrub(), await ledger.scrub(false)]).toMatchObject([{ position, kind }, { position, kind }]);
  });

  it('finds the open tile changed; without the folder it cannot tell whether it or the event was', async () => {
    await ledger.tamper(flip(0, 2, 50));
    expect([await ledger.scrub(), await ledger.scrub(false)]).toMatchObject([{ position: 562, kind: 'tile-differs' }, { position: 562, kind: 'event-differs' }]);
  });

  it('names the very event where event and every hash after it were made anew; without the folder, the last signed size the tree still agrees with', async () => {
    await ledger.tamper(at(`payload = convert_to('{"amountFen":1}', 'UTF8')`, 450));
    const tree = GrowingTree.of();
    const tiles = [...tree.append(Buffer.concat((await ledger.store.readAll(0, SIZE)).map((event) => leafHash(leafOf(event))))), ...tree.openTiles()];
    await ledger.database.pool.query('DELETE FROM proof.tile');
    await ledger.tables.putTiles(tiles);
    expect([await ledger.scrub(), await ledger.scrub(false)]).toMatchObject([{ position: 450, kind: 'event-differs' }, { position: 400, kind: 'root-differs' }]);
  });

  it('finds a checkpoint that nobody signed, or an old one played back with the ledger of its day', async () => {
    await ledger.tamper(`UPDATE proof.checkpoint SET root = sha256('x') WHERE size = ${String(SIZE)}`);
    expect([await ledger.scrub(), await ledger.scrub(false)]).toMatchObject([{ position: SIZE, kind: 'checkpoint-foreign' }, { position: SIZE, kind: 'checkpoint-foreign' }]);
    await ledger.tamper(`DELETE FROM proof.checkpoint WHERE size = ${String(SIZE)}`, 'DELETE FROM ledger.event WHERE position >= 400', 'UPDATE ledger.log_head SET size = 400');
    expect(await ledger.scrub()).toMatchObject({ position: 400, kind: 'ledger-shorter' });
  });
});

/** Whatever happens to a file on its way, it is read or refused by name; nothing else is ever thrown. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { Refused } from '../../src/domain/refused';
import { delimitedPages, sniffSeparator } from '../../src/intake/delimited';
import { defaultLimits } from '../../src/intake/limits';
import { readBankResults } from '../../src/intake/bank-results';
import { readRegister } from '../../src/intake/register';
import { csv, goodRow, listHeadings, wholeList } from '../support/list-file';
import { xlsx } from '../support/xlsx-file';

const seed = Number(process.env['SEED'] ?? 20_260_102);
const book = xlsx({ rows: [['标题'], [...listHeadings], goodRow(1), goodRow(2).map((text) => ({ n: text })), goodRow(3).map((inline) => ({ inline }))] });
const text = csv([['批次号：1'], [...listHeadings], goodRow(1), goodRow(2)], 'gb18030');

async function readOrRefused(read: () => Promise<unknown>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    expect(error.kind).toBe('malformed');
  }
}

async function drained(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}

const damage = (bytes: Buffer): fc.Arbitrary<Buffer> =>
  fc.tuple(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 12 }), fc.nat(bytes.length), fc.boolean()).map(([changes, end, cut]) => {
    const copy = Buffer.from(bytes);
    for (const [at, value] of changes) copy[at] = value;
    return cut ? copy.subarray(0, end) : copy;
  });

test.each([['an xlsx', book], ['a csv', text]])('%s with any bytes changed or cut off', async (_, bytes) => {
  await fc.assert(fc.asyncProperty(damage(bytes), async (damaged) => {
    await readOrRefused(() => wholeList(damaged));
    await readOrRefused(() => drained(readBankResults({ bytes: damaged })));
    await readOrRefused(() => drained(readRegister({ bytes: damaged }, { kind: 'deceased' })));
  }), { seed, numRuns: 150 });
});

test('any bytes at all', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => readOrRefused(() => wholeList(Buffer.from(bytes)))), { seed, numRuns: 200 });
});

describe('a well-formed delimited text', () => {
  const field = fc.string({ unit: fc.constantFrom('a', '户', '"', ',', '\n', ' ', '1', ';'), maxLength: 6 }).filter((value) => !(value.includes('\n') && value.includes(',,,')) && value.split(',').length < 4);
  const quoted = (value: string): string => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

  test('is split as a parser of long standing splits it', () => {
    fc.assert(fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 }), (rows) => {
      const source = rows.map((row) => row.map(quoted).join(',')).join('\r\n') + '\r\n';
      const expected: string[][] = parse(source, { relax_column_count: true, skip_empty_lines: false, record_delimiter: ['\r\n'] });
      const found = [...delimitedPages([source], ',', defaultLimits)].flat().map((row) => row.cells.map((cell) => cell.raw));
      const bare = (row: readonly string[]): string[] => {
        const kept = row.map((cell) => (cell.trim() === '' ? '' : cell));
        while (kept.length > 0 && kept[kept.length - 1] === '') kept.pop();
        return kept;
      };
      expect(found).toEqual(expected.map(bare));
    }), { seed, numRuns: 300 });
  });

  test('has the same rows however it is cut into pieces', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '\r', '\n', '户', ',', '"'), maxLength: 30 }), fc.nat(30), (source, at) => {
      const rows = (...pieces: string[]): unknown => [...delimitedPages(pieces, ',', defaultLimits)].flat();
      expect(rows(source.slice(0, at), source.slice(at))).toEqual(rows(source));
    }), { seed, numRuns: 500 });
  });

  test.each([['a,b\n1,2', ','], ['标题\na\tb\tc\n1\t2\t3', '\t'], ['a|b|c\n1|2|3,4', '|'], ['a;b\n"1,2,3";2', ';'], ['只有一列', ',']])('%j is parted by %j', (source, separator) => {
    expect(sniffSeparator(source)).toBe(separator);
  });
});

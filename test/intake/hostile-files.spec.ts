/** Files made to hurt are refused by name, and cost neither memory nor time. */
import { Refused } from '../../src/domain/refused';
import { defaultLimits } from '../../src/intake/limits';
import { openSheets } from '../../src/intake/sheet';
import { inventedPerson } from '../support/invented-people';
import { csv, goodRow, listHeadings, wholeList } from '../support/list-file';
import { xlsx, type TestCell } from '../support/xlsx-file';
import { zip } from '../support/zip-file';

const person = inventedPerson(5);
const heading = ['姓名', '身份证号', '账号', '实发'];
const line: TestCell[] = [person.name, person.idNumber, person.card, { n: '5' }];
const good = xlsx({ rows: [heading, line] });

async function refusal(bytes: Buffer, limits = defaultLimits): Promise<string> {
  try {
    await wholeList(bytes, { limits });
  } catch (error) {
    if (error instanceof Refused && error.kind === 'malformed') return error.code;
    throw error;
  }
  return 'read';
}

const relations = (target: string): string =>
  `<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="${target}"/></Relationships>`;

function book(sheet: string, more: { crc?: number; encrypted?: boolean } = {}): Buffer {
  return zip([
    { name: '_rels/.rels', data: relations('xl/workbook.xml') },
    { name: 'xl/workbook.xml', data: '<workbook><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>' },
    { name: 'xl/_rels/workbook.xml.rels', data: '<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>' },
    { name: 'xl/worksheets/sheet1.xml', data: sheet, ...more },
  ]);
}

const sheetOf = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;

test.each<[string, Buffer, string]>([
  ['nothing', Buffer.alloc(0), 'file-empty'],
  ['an old binary workbook', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'file-old-xls'],
  ['a PDF', Buffer.from('%PDF-1.7 …'), 'file-not-a-list'],
  ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'file-not-a-list'],
  ['a web page called .xls', Buffer.from('<html><table><tr><td>姓名</td></tr></table></html>'), 'file-not-a-list'],
  ['a zip that is no workbook', zip([{ name: 'a.txt', data: 'a' }]), 'file-not-a-list'],
  ['a zip cut short', good.subarray(0, good.length - 200), 'file-damaged'],
  ['a zip cut in the middle of a part', Buffer.concat([good.subarray(0, 300), good.subarray(500)]), 'file-damaged'],
  ['a part changed on the way', book(sheetOf('<row r="1"/>'), { crc: 1 }), 'file-damaged'],
  ['a part under a password', book(sheetOf(''), { encrypted: true }), 'file-encrypted'],
  ['a document type', book('<!DOCTYPE lolz [<!ENTITY lol "lol">]><worksheet/>'), 'file-damaged'],
  ['XML that ends early', book('<worksheet><sheetData><row r="1"><c r="A1"'), 'file-damaged'],
  ['a sheet that is missing', zip([{ name: '_rels/.rels', data: relations('xl/gone.xml') }]), 'file-damaged'],
  ['UTF-16 without its mark', Buffer.from('姓名,a,b,c\r\n'.repeat(20) + 'ascii only '.repeat(40), 'utf16le'), 'file-text-unreadable'],
  ['text without a heading', csv([['今天', '天气', '很好']]), 'heading-not-found'],
  ['a heading without an account', csv([['姓名', '身份证号', '实发']]), 'heading-missing'],
  ['two columns of one meaning', csv([['姓名', '身份证号', '账号', '实发', '实发']]), 'heading-twice'],
  ['a heading and nothing below', csv([heading]), 'list-empty'],
  ['10,000 columns', csv([heading, Array.from({ length: 10_000 }, () => 'x')]), 'file-too-many-columns'],
  ['a cell in column XFD', book(sheetOf('<row r="1"><c r="XFD1" t="str"><v>x</v></c></row>')), 'file-too-many-columns'],
  ['a cell reference beyond any sheet', book(sheetOf('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>')), 'file-damaged'],
  ['a cell of forty thousand characters', book(sheetOf(`<row r="1"><c r="A1" t="str"><v>${'长'.repeat(40_000)}</v></c></row>`)), 'file-cell-too-long'],
  ['a shared string that does not exist', book(sheetOf('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')), 'file-damaged'],
])('%s', async (_, bytes, code) => {
  expect(await refusal(bytes)).toBe(code);
});

test('a zip bomb stops long before it is unpacked', async () => {
  const bomb = book(sheetOf(`<row r="1"><c r="A1"><v>${' '.repeat(60 * 1024 * 1024)}</v></c></row>`));
  expect(bomb.length).toBeLessThan(100_000);
  expect(['file-unpacks-too-large', 'file-cell-too-long', 'file-damaged']).toContain(await refusal(bomb));
  const blank = book(sheetOf('<row r="2"></row>'.repeat(2_000_000)));
  expect(await refusal(blank)).toBe('file-unpacks-too-large');
});

test('limits of size and rows', async () => {
  expect(await refusal(good, { ...defaultLimits, fileBytes: 100 })).toBe('file-too-large');
  expect(await refusal(csv([[...listHeadings], goodRow(1), goodRow(2)]), { ...defaultLimits, rows: 2 })).toBe('file-too-many-rows');
  expect(await refusal(good, { ...defaultLimits, zipEntries: 3 })).toBe('file-unpacks-too-large');
});

test('NUL, lone surrogates and bytes that are no characters are named, and what is kept can be stored', async () => {
  const rows = [[...listHeadings, '附注'].join(','), [...goodRow(1, { 村: '双\u0000龙' }), 'x\u0000y'].join(',')].join('\n');
  const { lines } = await wholeList(Buffer.from(rows));
  expect(lines[0]?.errors.map((error) => error.code)).toEqual(['L03']);
  expect(lines[0]?.extras).toEqual({ 附注: 'x\ufffdy' });
  const lone = xlsx({ rows: [[...heading, '附注'], [...line, { inline: 'SURROGATE' }]] });
  const escaped = zip([
    { name: '_rels/.rels', data: relations('xl/workbook.xml') },
    { name: 'xl/workbook.xml', data: '<workbook><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>' },
    { name: 'xl/_rels/workbook.xml.rels', data: '<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>' },
    {
      name: 'xl/worksheets/sheet1.xml',
      data: sheetOf(`<row r="1">${[...heading, '附注'].map((text) => `<c t="str"><v>${text}</v></c>`).join('')}</row>`
        + `<row r="2">${[person.name, person.idNumber, person.card, '5', 'x&#xD800;y'].map((text) => `<c t="str"><v>${text}</v></c>`).join('')}</row>`),
    },
  ]);
  expect((await wholeList(escaped)).lines[0]?.extras).toEqual({ 附注: 'x\ufffdy' });
  expect((await wholeList(lone)).lines[0]?.extras).toEqual({ 附注: 'SURROGATE' });
  const half = Buffer.concat([Buffer.from(`${heading.join(',')}\n`), Buffer.from([0xff, 0xff]), Buffer.from(`,${person.idNumber},${person.card},5\n`)]);
  expect(await refusal(half)).toMatch(/read|heading-not-found/);
});

test('prefixed XML names, as other programs write them, are read the same', async () => {
  const cell = (text: string): string => `<x:c t="inlineStr"><x:is><x:t>${text}</x:t></x:is></x:c>`;
  const rows = [heading, [person.name, person.idNumber, person.card, '5']].map((row) => `<x:row>${row.map(cell).join('')}</x:row>`).join('');
  const { lines } = await wholeList(book(`<?xml version="1.0"?><!-- made elsewhere --><x:worksheet xmlns:x="m"><x:sheetData>${rows}</x:sheetData></x:worksheet>`));
  expect(lines[0]).toMatchObject({ payeeName: person.name, amountFen: 500, errors: [] });
});

test('every sheet says what it is', async () => {
  expect(await openSheets({ bytes: Buffer.from('\ufeffa\tb', 'utf16le') })).toMatchObject([{ format: 'delimited', encoding: 'utf-16le', separator: '\t' }]);
});

/** What may be done to a file before it is uploaded: damage of the bytes, of the text, of the archive, of the workbook inside. */
import iconv from 'iconv-lite';
import { zip } from '../support/zip-file';

const GB18030 = 'gb18030';
const isZip = (bytes: Buffer): boolean => bytes.subarray(0, 2).toString('latin1') === 'PK';

const workbook = (sheet: string, more: { relations?: string } = {}): Buffer => zip([
  { name: '_rels/.rels', data: '<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>' },
  { name: 'xl/workbook.xml', data: '<workbook><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>' },
  { name: 'xl/_rels/workbook.xml.rels', data: `<Relationships>${more.relations ?? '<Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>'}</Relationships>` },
  { name: 'xl/worksheets/sheet1.xml', data: sheet },
]);
const sheetOf = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`;
const HEADING = ['姓名', '身份证号', '账号', '实发'];
const rowOf = (number: number, cells: readonly string[]): string => `<row r="${String(number)}">${cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`;
const listWith = (cells: readonly string[]): Buffer => workbook(sheetOf(rowOf(1, HEADING) + rowOf(2, cells)));

/** The text of a delimited file, whatever its encoding. */
const textOf = (bytes: Buffer): string => {
  const utf8 = bytes.toString('utf8');
  return utf8.includes('\ufffd') ? iconv.decode(bytes, GB18030) : utf8;
};

const everyWhere = (bytes: Buffer, at: number, count: number): Buffer => {
  const copy = Buffer.from(bytes);
  for (let index = 0; index < count && copy.length > 0; index += 1) copy[(at * 7_919 + index * 104_729) % copy.length] = (at + index * 31) % 256;
  return copy;
};

function patched(bytes: Buffer, signature: number, offset: number, value: number, width: 2 | 4): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 0; at + 46 < copy.length; at += 1) {
    if (copy.readUInt32LE(at) !== signature) continue;
    if (width === 4) copy.writeUInt32LE(value, at + offset);
    else copy.writeUInt16LE(value, at + offset);
  }
  return copy;
}

const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const archive = (bytes: Buffer): Buffer => (isZip(bytes) ? bytes : listWith(['向大山', '422826190001010014', '6217000000000000004', '5']));

const DAMAGES: Readonly<Record<string, (bytes: Buffer, at: number, text: string) => Buffer>> = {
  'nothing': () => Buffer.alloc(0), 'one byte': () => Buffer.from('x'), 'cut': (bytes, at) => bytes.subarray(0, Math.floor((bytes.length * (at % 97)) / 97)), 'tail': (bytes, at) => bytes.subarray(Math.floor((bytes.length * (at % 97)) / 97)),
  'a byte changed': (bytes, at) => everyWhere(bytes, at, 1), 'bytes changed': (bytes, at) => everyWhere(bytes, at, 40), 'twice': (bytes) => Buffer.concat([bytes, bytes]), 'NUL behind': (bytes) => Buffer.concat([bytes, Buffer.alloc(70_000)]), 'random': (_, at) => everyWhere(Buffer.alloc(5_000), at, 20_000),
  'old workbook': (bytes) => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), bytes]), 'gzip': (bytes) => Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), bytes]), 'web page': () => Buffer.from('<html><body><table><tr><td>姓名</td></tr></table>'),
  'utf-16 without mark': (bytes) => iconv.encode(textOf(bytes), 'utf16le'), 'utf-16': (bytes) => iconv.encode(textOf(bytes), 'utf16le', { addBOM: true }), 'utf-16 big': (bytes) => iconv.encode(textOf(bytes), 'utf16-be', { addBOM: true }), 'wrong mark': (bytes) => Buffer.concat([Buffer.from([0xff, 0xfe]), bytes]), 'utf-8 marked gb18030': (bytes) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), iconv.encode(textOf(bytes), GB18030)]), 'big5': (bytes) => iconv.encode(textOf(bytes), 'big5'), 'half a character': (bytes) => Buffer.concat([iconv.encode(textOf(bytes), GB18030).subarray(0, -3), Buffer.from([0x81])]), 'utf-32': (bytes) => iconv.encode(textOf(bytes), 'utf32le'),
  'a cell': (bytes, at, text) => cell(bytes, at, text), 'cells': (bytes, at, text) => [0, 1, 2, 3].reduce((now, more) => cell(now, at + more * 13, text), bytes), 'quote opened': (bytes, at) => cell(bytes, at, '"', true), 'columns': (bytes) => Buffer.from(textOf(bytes).split('\r\n').map((line, index) => (index === 3 ? `${line}${',x'.repeat(10_000)}` : line)).join('\r\n')),
  'heading columns': (bytes) => Buffer.from(`${HEADING.join(',')}${',附注'.repeat(10_000)}\r\n${textOf(bytes)}`), 'million characters': (bytes, at) => cell(bytes, at, 'x'.repeat(1_000_000)), 'rows': (bytes) => Buffer.from(`${textOf(bytes)}${',\r\n'.repeat(30_000)}`), 'blank rows': () => Buffer.from(`${HEADING.join(',')}\r\n${'\r\n'.repeat(100_000)}`), 'only quotes': () => Buffer.from('"'.repeat(100_000)), 'only separators': () => Buffer.from(','.repeat(100_000)), 'prototype heading': () => Buffer.from(`${HEADING.join(',')},__proto__,constructor,toString\r\n向大山,422826190001010014,6217000000000000004,5,a,b,c\r\n`), 'heading twice': (bytes) => Buffer.from(textOf(bytes).replace('身份证号', '账号')),
  'lines by CR': (bytes) => Buffer.from(textOf(bytes).replaceAll('\r\n', '\r')), 'NUL each': (bytes) => Buffer.from(textOf(bytes).split('').join('\0').slice(0, 60_000)), 'separators mixed': (bytes) => Buffer.from(textOf(bytes).replaceAll(',', (found, place: number) => (place % 2 === 0 ? '\t' : found))),
  'zip cut': (bytes, at) => archive(bytes).subarray(0, archive(bytes).length - 1 - (at % 300)), 'zip changed': (bytes, at) => everyWhere(archive(bytes), at, 5), 'zip64 sizes': (bytes) => patched(archive(bytes), CENTRAL, 20, 0xffffffff, 4), 'zip64 offsets': (bytes) => patched(archive(bytes), CENTRAL, 42, 0xffffffff, 4), 'zip64 count': (bytes) => patched(archive(bytes), END, 10, 0xffff, 2), 'overlapping': (bytes) => patched(archive(bytes), CENTRAL, 42, 0, 4), 'directory far': (bytes) => patched(archive(bytes), END, 16, 0xfffffff0, 4), 'many entries said': (bytes) => patched(archive(bytes), END, 10, 1_999, 2), 'method unknown': (bytes) => patched(archive(bytes), CENTRAL, 10, 99, 2), 'encrypted': (bytes) => patched(archive(bytes), CENTRAL, 8, 1, 2), 'long names': (bytes) => patched(archive(bytes), CENTRAL, 28, 0xffff, 2), 'comment': (bytes) => Buffer.concat([archive(bytes), Buffer.alloc(70_000, 0x20)]),
  'bomb': () => workbook(sheetOf(`<row r="1"><c r="A1"><v>${' '.repeat(20 * 1_048_576)}</v></c></row>`)), 'rows bomb': () => workbook(sheetOf('<row r="2"></row>'.repeat(500_000))), 'path in zip': () => zip([{ name: '../../../etc/passwd', data: 'x' }, { name: '_rels/.rels', data: '<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="../../../etc/passwd"/></Relationships>' }]),
  'entities': () => workbook('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c SYSTEM "file:///etc/passwd"><!ENTITY d "&b;&b;&b;&b;&b;">]><worksheet><sheetData><row r="1"><c t="str"><v>&c;&d;</v></c></row></sheetData></worksheet>'), 'unknown entity': () => listWith(['&nosuch;', '&#x110000;', '&#0;', '&#xD800;']), 'deep xml': () => workbook('<a>'.repeat(100_000)), 'attribute bomb': () => workbook(`<worksheet ${Array.from({ length: 20_000 }, (_, index) => `a${String(index)}="x"`).join(' ')}>`), 'relation to itself': () => workbook(sheetOf(''), { relations: '<Relationship Id="rId1" Type="http://x/worksheet" Target="../workbook.xml"/>' }), 'relation outside': () => workbook(sheetOf(''), { relations: '<Relationship Id="rId1" Type="http://x/worksheet" TargetMode="External" Target="http://evil.example/sheet.xml"/>' }),
  'cell of text': (_, __, text) => listWith([safe(text), '422826190001010014', '6217000000000000004', '5']), 'amount of text': (_, __, text) => listWith(['向大山', '422826190001010014', '6217000000000000004', safe(text)]), 'cell far': () => workbook(sheetOf('<row r="1048577"><c r="XFE1048577"><v>1</v></c></row>')), 'cell backwards': () => workbook(sheetOf('<row r="2"><c r="D2"><v>1</v></c><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>')), 'shared missing': () => workbook(sheetOf('<row r="1"><c t="s"><v>99999999</v></c><c t="s"><v>-1</v></c><c t="s"><v>x</v></c></row>')), 'numbers': () => listWith(['向大山', '4.2282619E17', '6.217E18', '1E400']), 'row number': () => workbook(sheetOf('<row r="99999999999"><c><v>1</v></c></row><row r="-1"><c><v>1</v></c></row><row r="x"><c r="1A"><v>1</v></c></row>')),
};

const safe = (text: string): string => text.toWellFormed().slice(0, 40_000).replace(/[&<>]/g, (mark) => `&#${String(mark.charCodeAt(0))};`);

/** One cell of a delimited file, quoted as needed unless that is the damage. */
function cell(bytes: Buffer, at: number, text: string, bare = false): Buffer {
  if (isZip(bytes)) return listWith([safe(text), '422826190001010014', '6217000000000000004', '5']);
  const rows = textOf(bytes).split('\r\n').map((line) => line.split(','));
  const row = rows[Math.floor(at / 20) % Math.max(1, rows.length)];
  if (row) row[at % row.length] = bare ? text : `"${text.replaceAll('"', '""')}"`;
  return Buffer.from(rows.map((each) => each.join(',')).join('\r\n'));
}

export const FILE_DAMAGES = Object.keys(DAMAGES);

export const damaged = (bytes: Buffer, how: string, at: number, text: string): Buffer => DAMAGES[how]?.(bytes, at, text) ?? bytes;

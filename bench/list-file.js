/** Batch lists as offices send them, of invented people whose check digits are right; made before any clock starts. */
'use strict';
const path = require('node:path');
const zlib = require('node:zlib');
const { ours } = require('./server');

const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜';
const given = '明芳秀英伟娜敏静丽强磊军洋勇艳杰娟涛超兰霞平刚桂香玉珍春梅建国';
const villages = ['白岩村', '双龙村', '石门村', '大坪村', '青山村'];
const headings = ['序号', '乡镇', '村', '户主姓名', '受益人姓名', '身份证号', '开户行', '账号', '数量', '标准', '应发', '扣减', '实发', '摘要'];
const two = (n) => String(n).padStart(2, '0');

/** The same index is the same person; up to 16 million of them. */
function person(index) {
  const { idCardCheckDigit } = ours('src/identifiers/id-card');
  const { luhnDigit } = ours('src/identifiers/bank-account');
  const [day, rest] = [index % 16_800, Math.floor(index / 16_800)];
  const first17 = `422899${1940 + (day % 50)}${two(1 + (Math.floor(day / 50) % 12))}${two(1 + Math.floor(day / 600))}${String(1 + (rest % 998)).padStart(3, '0')}`;
  const card = `6217${String(index).padStart(14, '0')}`;
  const name = surnames[index % surnames.length] + given[(index * 13) % given.length] + given[Math.floor(index / 3) % given.length];
  return { name, idNumber: first17 + idCardCheckDigit(first17), card: card + luhnDigit(card) };
}

/** Lines `from`…`from + count - 1` of the people, each paid `fen`; every row is the cells of one line. */
function* rows(from, count, fen) {
  const yuan = `${Math.floor(fen / 100)}.${two(fen % 100)}`;
  yield headings;
  for (let i = 0; i < count; i += 1) {
    const { name, idNumber, card } = person(from + i);
    yield [String(i + 1), '高乐山镇', villages[i % villages.length], name, name, idNumber, '农商银行', card, '1', yuan, yuan, '', yuan, '产业补助'];
  }
}

function csv(from, count, fen) {
  const iconv = require(path.join(__dirname, '..', 'node_modules', 'iconv-lite'));
  const lines = [];
  for (const row of rows(from, count, fen)) lines.push(row.join(','));
  return iconv.encode(`${lines.join('\r\n')}\r\n`, 'gb18030');
}

/** A zip of deflated parts; sizes and checksums are right. */
function zip(parts) {
  const files = [];
  const directory = [];
  let offset = 0;
  for (const [name, text] of parts) {
    const data = Buffer.from(text);
    const packed = zlib.deflateRawSync(data, { level: 6 });
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(zlib.crc32(data), 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(data.length, 22);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    local.copy(central, 6, 4, 30);
    central.writeUInt32LE(offset, 42);
    files.push(local, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, central, end]);
}

/** As spreadsheet programs write it: texts shared, figures as numbers, identity numbers and accounts as text. */
function xlsx(from, count, fen) {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packages = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const shared = new Map();
  const share = (text) => {
    if (!shared.has(text)) shared.set(text, shared.size);
    return shared.get(text);
  };
  const isFigure = (column, number) => number > 1 && (column === 0 || (column >= 8 && column <= 12));
  const lines = [];
  let number = 0;
  for (const row of rows(from, count, fen)) {
    number += 1;
    const cells = row.map((text, column) => {
      if (text === '') return '';
      const reference = `${String.fromCharCode(65 + column)}${number}`;
      return isFigure(column, number) ? `<c r="${reference}"><v>${Number(text)}</v></c>` : `<c r="${reference}" t="s"><v>${share(text)}</v></c>`;
    });
    lines.push(`<row r="${number}" spans="1:14">${cells.join('')}</row>`);
  }
  return zip([
    ['_rels/.rels', `<Relationships xmlns="${packages}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ['xl/workbook.xml', `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="${packages}"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`],
    ['xl/worksheets/sheet1.xml', `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData></worksheet>`],
    ['xl/sharedStrings.xml', `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="${main}">${[...shared.keys()].map((text) => `<si><t>${text}</t></si>`).join('')}</sst>`],
  ]);
}

module.exports = { csv, xlsx };

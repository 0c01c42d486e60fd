/** Values that have broken other services, by name, so that a counterexample stays short however long the value is. */

/** Never in an answer: what was sent is not repeated. Marks that no id, key or code may hold. */
export const MARK = '〆马可·标记〆';

const deep = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);
const text = (value: string): string => JSON.stringify(value);

/** As JSON text. */
export const JSON_VALUES: Readonly<Record<string, () => string>> = {
  'null': () => 'null', 'true': () => 'true', 'empty list': () => '[]', 'empty object': () => '{}', 'list in list': () => '[[]]',
  '1e400': () => '1e400', '-1e400': () => '-1e400', '1e-400': () => '1e-400', '2^53': () => '9007199254740992', '2^53-1': () => '9007199254740991', '2^53+1': () => '9007199254740993',
  '2^31': () => '2147483648', '-2^31-1': () => '-2147483649', '2^63': () => '9223372036854775808', '60 digits': () => '9'.repeat(60), '-0': () => '-0', '0': () => '0', '-1': () => '-1', 'a tenth': () => '0.1', 'near one': () => '1.0000000000000000001', 'exponent': () => '1E+2',
  'empty text': () => '""', 'blank': () => '"   "', 'NUL': () => '"a\\u0000b"', 'raw NUL': () => '"a\u0000b"', 'high surrogate': () => '"\\ud800"', 'low surrogate': () => '"\\udc00x"', 'newline': () => '"a\\r\\nSet-Cookie: b"', 'raw newline': () => '"a\nb"',
  'full width digits': () => text('12345'), 'full width': () => text('ABC,'), 'half width kana': () => text('アイウ'), 'right to left': () => text('\u202e422826\u202c'), 'zero width': () => text('a\u200bb\u200d\u2060'), 'BOM': () => text('\ufeffx'), 'combining': () => text(`e${'\u0301'.repeat(500)}`),
  'plane 2': () => text('𠮷'.repeat(30)), 'noncharacter': () => text('\uffff\ufffe'), 'marked': () => text(MARK), 'marked long': () => text(MARK.repeat(400)),
  'million characters': () => text('x'.repeat(1_000_000)), 'forty thousand marks': () => text('长'.repeat(40_000)),
  '__proto__': () => '"__proto__"', 'constructor': () => '"constructor"', 'toString': () => '"toString"', 'hasOwnProperty': () => '"hasOwnProperty"',
  'prototype object': () => '{"__proto__":{"role":"admin","polluted":true}}', 'constructor object': () => '{"constructor":{"prototype":{"polluted":true}}}', 'toJSON': () => '{"toJSON":1,"toString":1,"valueOf":1}', 'length': () => '{"length":1000000000}', 'then': () => '{"then":1}',
  'SQL': () => text("x'; DROP TABLE ledger.event; --"), 'SQL like': () => text('%_\\'), 'format': () => text('%s%n%x'), 'template': () => text('${7*7}{{7*7}}'), 'formula': () => text(`=cmd|' /C calc'!A0`), 'path': () => text('../../../etc/passwd'), 'markup': () => text('<script>alert(1)</script>'),
  'no such day': () => text('2018-02-30'), 'year zero': () => text('0000-00-00'), 'far day': () => text('2199-12-31'), 'long year': () => text('+275760-09-13'), 'month 13': () => text('2018-13'), 'region': () => text('422826'), 'country': () => text('00'), 'number as text': () => text('100'),
  'reference': () => text(`p-${'0'.repeat(26)}`), 'reference cut': () => text('p-0'), 'object of marks': () => `{"${MARK}":"${MARK}"}`,
  'deep lists': () => deep('[', ']', 100_000), 'deep objects': () => `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'fairly deep': () => deep('[', ']', 3_000),
  'hundred thousand items': () => `[${'0,'.repeat(99_999)}0]`, 'ten thousand names': () => `{${Array.from({ length: 10_000 }, (_, index) => `"n${String(index)}":0`).join(',')}}`,
};

/** As text of an address, a header or a cell. */
export const TEXTS: Readonly<Record<string, () => string>> = {
  'empty': () => '', 'NUL': () => 'a\u0000b', 'newline': () => 'a\r\nX-Injected: b', 'tab': () => 'a\tb', 'marked': () => MARK, 'long': () => 'x'.repeat(3_000), 'huge': () => 'x'.repeat(1_000_000), 'digits': () => '9'.repeat(40), '2^53': () => '9007199254740992', '2^31': () => '2147483648', '2^63': () => '9223372036854775808', 'negative': () => '-1', 'fraction': () => '0.5', 'infinite': () => 'Infinity', 'NaN': () => 'NaN', 'hex': () => '0x10', 'exponent': () => '1e3',
  '__proto__': () => '__proto__', 'constructor': () => 'constructor', 'toString': () => 'toString', 'SQL': () => "x' OR '1'='1", 'like': () => '%', 'regular': () => '(((a+)+)+)+$', 'dots': () => '..', 'slashes': () => '../../etc/passwd', 'formula': () => "=HYPERLINK(\"http://x\")", 'right to left': () => '\u202e422826', 'full width': () => '422899', 'surrogate': () => '\ud800', 'BOM': () => '\ufeffx',
  'no such day': () => '2018-02-30', 'bad month': () => '2018-13-01', 'day': () => '2018-03-01', 'time': () => '2018-03-01T00:00:00Z', 'time without zone': () => '2018-03-01T00:00:00', 'far time': () => '9999-12-31T23:59:59.999999999+14:00', 'page of texts': () => page(['x', 'y']), 'page of huge': () => page([9007199254740991, 9007199254740991]), 'page of nothing': () => page([]), 'page deep': () => Buffer.from(deep('[', ']', 5_000)).toString('base64url'), 'page negative': () => page([-5, -5]), 'page of NUL': () => page(['a\u0000', 'b\u0000']),
  'page far': () => Buffer.from(JSON.stringify({ at: 9007199254740991, after: [1] })).toString('base64url'), 'page before': () => Buffer.from(JSON.stringify({ at: -9007199254740991, after: ['a', 1] })).toString('base64url'),
};

function page(after: readonly unknown[]): string {
  return Buffer.from(JSON.stringify({ at: 50, after })).toString('base64url');
}

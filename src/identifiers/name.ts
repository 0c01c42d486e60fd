/** People's names: a form to compare by and a form to show to those who may not read them. The original is what is kept. */

/** Every dot that is typed between the parts of an ethnic name; the standard one is U+00B7. */
const dots = /[\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff0e\uff65\u2024\u318d\u16eb.]/g;
// eslint-disable-next-line no-misleading-character-class -- invisible characters are exactly what is to be dropped.
const blanks = /[\s\u3000\u00ad\u200b\u200c\u200d\u2060\ufeff]/g;

/** Chinese characters alone, as nearly every name is written, are what they are compared by: looked at once, code by code, because lists hold many. */
function isChinese(name: string): boolean {
  for (let at = 0; at < name.length; at += 1) {
    const code = name.charCodeAt(at);
    if (code < 0x4e00 || code > 0x9fff) return false;
  }
  return true;
}

/** Two spellings of one name compare equal: NFC, no spaces, one middle dot, half-width Latin letters in upper case. */
export function comparableName(name: string): string {
  if (isChinese(name)) return name;
  return name
    .normalize('NFC')
    .replace(blanks, '')
    .replace(dots, '\u00b7')
    .replace(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .toUpperCase();
}

export const sameName = (a: string, b: string): boolean => comparableName(a) === comparableName(b);

/** 张三丰 → 张**: the first character stays, counted in characters as people see them, not in UTF-16 halves. */
export function maskName(name: string): string {
  const characters = [...name.normalize('NFC').replace(blanks, '')];
  return characters.length === 0 ? '' : `${characters[0] ?? ''}${'*'.repeat(Math.max(1, Math.min(characters.length - 1, 4)))}`;
}

/** Document numbers 文号 such as 鄂财农发〔2018〕12号: one spelling for the many ways the brackets are typed. */

export interface DocumentNumber {
  /** `代字〔yyyy〕n号`. */
  readonly text: string;
  readonly issuer: string;
  readonly year: string;
  readonly number: number;
}

/** Half-width, full-width and the Chinese pairs that stand in for 〔〕 on keyboards that lack them. */
const opening = '(\\[{<\uff08\uff3b\uff5b\uff1c\u3010\u3014\u3016\u300c\u300e\u3008\u300a\ufe5d';
const closing = ')\\]}>\uff09\uff3d\uff5d\uff1e\u3011\u3015\u3017\u300d\u300f\u3009\u300b\ufe5e';
const pattern = new RegExp(`^(.{1,30}?)[${opening}]((?:19|20|21)\\d\\d)[${closing}]第?0*([1-9]\\d{0,6})号$`, 'u');

/** Reads a document number however its brackets, spaces and digits are typed; undefined for anything else. */
export function readDocumentNumber(text: string): DocumentNumber | undefined {
  const compact = text
    .normalize('NFC')
    .replace(/[\s\u3000]/g, '')
    .replace(/[\uff10-\uff19]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  const match = pattern.exec(compact);
  if (!match?.[1] || !match[2] || !match[3]) return undefined;
  const number = Number(match[3]);
  return { text: `${match[1]}〔${match[2]}〕${String(number)}号`, issuer: match[1], year: match[2], number };
}

/** The one spelling of a document number; text that is none is kept as it was typed, only NFC and without outer spaces. */
export const normaliseDocumentNumber = (text: string): string =>
  readDocumentNumber(text)?.text ?? text.normalize('NFC').replace(/^[\s\u3000]+|[\s\u3000]+$/g, '');

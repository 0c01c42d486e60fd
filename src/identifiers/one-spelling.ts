/** Words offices choose from lists and copy between programs — branches, products, items of work, units: they come with stray blanks and in letters of either width, and are the same. */

// eslint-disable-next-line no-misleading-character-class -- invisible characters are exactly what is to be dropped.
const BLANKS = /[\s\u00ad\u200b\u200c\u200d\u2060\ufeff]/gu;

/** Without blanks, signs, letters and digits of the usual width. What was typed stays in the ledger; this is what is compared. */
export const oneSpelling = (text: string): string => text.normalize('NFKC').replace(BLANKS, '');

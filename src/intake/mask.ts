/** What an error may show of a cell: enough to find it, never enough to know whose it is. */
import { maskAccountNumber } from '../identifiers/bank-account';
import { maskIdNumber } from '../identifiers/id-card';
import { maskName } from '../identifiers/name';
import type { Cell } from './cell';

export type Sensitivity = 'name' | 'id-number' | 'account' | 'phone' | 'free';

/** Short numbers and amounts may be shown; anything longer might be a number of a person standing in the wrong column. */
const harmless = /^[\u00a5\uffe5]?[-+]?[\d,]{1,9}(\.\d{0,4})?(e[-+]?\d{1,2})?(亿元|万元|元|亩|人|户|月|天|个|㎡)?$/i;

function stars(text: string): string {
  const characters = [...text];
  const end = characters.slice(-2).join('');
  const shown = characters.length >= 8 && /^[0-9Xx]{2}$/.test(end) ? end : '';
  return '*'.repeat(Math.min(12, characters.length - [...shown].length)) + shown;
}

export function maskText(text: string, sensitivity: Sensitivity): string {
  if (text === '') return '';
  switch (sensitivity) {
    case 'name':
      return [...text].length < 2 ? '*' : maskName(text);
    case 'id-number':
      return /^[0-9Xx]{15,18}$/.test(text) ? maskIdNumber(text) : stars(text);
    case 'account':
      return /^\d{8,32}$/.test(text) ? maskAccountNumber(text) : stars(text);
    case 'phone':
      return stars(text);
    case 'free':
      return harmless.test(text) ? text : stars(text);
  }
}

/** A formula is shown as such; its text may quote other cells. */
export const maskCell = (cell: Cell, sensitivity: Sensitivity): string => (cell.kind === 'formula' ? '=…' : maskText(cell.text, sensitivity));

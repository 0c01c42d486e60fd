/** Refuses ids that look like an identity, card or phone number: an id stands in clear in the ledger for ever. */
import { Refused } from '../domain/refused';
import { looksPersonal } from '../identifiers/personal-looking';

const ID = /^[A-Za-z0-9-]{1,64}$/;

const badId = (code: string, zh: string, en: string): Refused =>
  new Refused(code, { zh: `id ${zh}`, en: `the id ${en}` }, 'malformed', [{ pointer: '/id', code, text: { zh, en } }]);

export const personalId = (): Refused => badId('personal-id', '像身份证号、银行卡号或电话号码,或为已登记的户编号;编号中不得含个人信息', 'looks like an identity, card or phone number, or is a known register number; an id must hold nothing personal');

/** The noun's id as the caller minted it. The refusal never repeats what was sent. */
export function acceptedId(id: unknown): string {
  if (typeof id !== 'string' || !ID.test(id)) throw badId('bad-id', '应为 1–64 个字母、数字或连字符', 'must be 1 to 64 letters, digits or hyphens');
  if (looksPersonal(id)) throw personalId();
  return id;
}

/** Where in sealed data a text still looks personal: free text may hold what belongs in the vault alone. */
export function personalTexts(value: unknown, pointer: string): readonly string[] {
  if (typeof value === 'string') return looksPersonal(value) ? [pointer] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => personalTexts(item, `${pointer}/${String(index)}`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, held]) => personalTexts(held, `${pointer}/${name}`));
}

/** Refuses ids that look like an identity or card number: an id stands in clear in the ledger for ever. */
import { Refused } from '../domain/refused';
import { readIdCard } from '../identifiers/id-card';
import { readAccountNumber } from '../identifiers/bank-account';

const ID = /^[A-Za-z0-9-]{1,64}$/;

/** Digits that are part of a longer number or of a hash are neither. */
const IDENTITY = /(?<![0-9a-f])\d{17}[\dXx](?![0-9a-f])/g;
const CARD = /(?<![0-9a-f])62\d{14,17}(?![0-9a-f])/g;

/** A run of 18 characters that is a valid identity number, or of 16 to 19 digits that is a valid card number of a Chinese issuer (62…). */
export function looksPersonal(text: string): boolean {
  if (text.length < 16) return false;
  return (text.match(IDENTITY) ?? []).some((run) => readIdCard(run).valid) || (text.match(CARD) ?? []).some((run) => readAccountNumber(run, 'card').valid);
}

const badId = (code: string, zh: string, en: string): Refused =>
  new Refused(code, { zh: `id ${zh}`, en: `the id ${en}` }, 'malformed', [{ pointer: '/id', code, text: { zh, en } }]);

/** The noun's id as the caller minted it. The refusal never repeats what was sent. */
export function acceptedId(id: unknown): string {
  if (typeof id !== 'string' || !ID.test(id)) throw badId('bad-id', '应为 1–64 个字母、数字或连字符', 'must be 1 to 64 letters, digits or hyphens');
  if (looksPersonal(id)) throw badId('personal-id', '像身份证号或银行卡号;编号中不得含个人信息', 'looks like an identity or card number; an id must hold nothing personal');
  return id;
}

/** Where in sealed data a text still looks personal: free text may hold what belongs in the vault alone. */
export function personalTexts(value: unknown, pointer: string): readonly string[] {
  if (typeof value === 'string') return looksPersonal(value) ? [pointer] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => personalTexts(item, `${pointer}/${String(index)}`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, held]) => personalTexts(held, `${pointer}/${name}`));
}

/** What a bank writes beside a refusal is kept in clear: the people of the line are starred out of it. */
import { BankWords } from '../../src/api/bank-words';
import type { PaidAttempts } from '../../src/api/paid-attempts';
import type { Vault } from '../../src/vault/vault';

const attempt = (ordinal: number, payee: string, account: string): object => ({ ordinal, attempt: 1, payee, account, amountFen: 1 });
const attempts = { of: () => Promise.resolve([attempt(1, 'p-1', 'a-1'), attempt(2, 'p-2', 'a-2')]) } as unknown as PaidAttempts;
const known = new Map<string, object>([
  ['p-1', { erased: false, clear: { name: '向大山' }, variants: { name: ['向大杉'] } }],
  ['a-1', { erased: false, clear: { number: 'x', holderName: '覃小玉' }, variants: {} }],
  ['p-2', { erased: true }],
]);
const vault = { reveal: (refs: readonly string[]) => Promise.resolve(new Map(refs.flatMap((ref) => (known.has(ref) ? [[ref, known.get(ref)] as const] : [])))) } as unknown as Vault;

describe('the words of a bank', () => {
  it('lose every name the line is known by, and nothing else', async () => {
    const lines = [{ ordinal: 1, bankText: '户名不符:清单为向大山(向大杉),开户为覃小玉' }, { ordinal: 2, bankText: '向大山不在此行' }, { ordinal: 1 }];
    expect(await new BankWords(attempts, vault).withoutNames('b1', lines)).toEqual([
      { ordinal: 1, bankText: '户名不符:清单为***(***),开户为***' }, { ordinal: 2, bankText: '向大山不在此行' }, { ordinal: 1 },
    ]);
  });
});

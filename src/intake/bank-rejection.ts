/** A bank's answer that it took nothing of a batch: its own words, mapped to the codes B01 to B07. */
import { firstRows, type Sheet } from './sheet';

export type BankRejectionCode = 'B01' | 'B02' | 'B03' | 'B04' | 'B05' | 'B06' | 'B07';

const DIFFERS = '.{0,6}(不符|不一致|不相等|不等|不匹配|有误|错误)';
const patterns: readonly (readonly [BankRejectionCode, RegExp])[] = [
  ['B07', /(重复.{0,4}(批次|文件|提交|上传))|((批次|文件).{0,6}重复)/],
  ['B06', /验签|签名|解密/],
  ['B04', /余额不足|头寸不足|透支/],
  ['B05', /(付款|代发|单位|扣款)[账帐]?[户号].{0,8}(异常|冻结|止付|不存在|错误|有误|销户)/],
  ['B01', new RegExp(`(笔数|条数|记录数)${DIFFERS}`)],
  ['B02', new RegExp(`(金额|总额)${DIFFERS}`)],
  ['B03', new RegExp(`(日期|单位(编号|号|代码)?)${DIFFERS}`)],
];

export interface BankRejection {
  readonly rejection: BankRejectionCode;
  /** The bank's words, less any long number in them. */
  readonly bankText: string;
}

export function mapBankRejection(text: string): BankRejection | undefined {
  const compact = text.normalize('NFKC').replace(/\s+/g, '');
  const stated = /(?<![A-Za-z0-9])B0[1-7](?!\d)/i.exec(compact)?.[0].toUpperCase() as BankRejectionCode | undefined;
  const rejection = stated ?? patterns.find(([, pattern]) => pattern.test(compact))?.[0];
  if (!rejection) return undefined;
  return { rejection, bankText: text.replace(/\d{6,}[\dXx]?/g, (digits) => '*'.repeat(Math.min(8, digits.length))).trim().slice(0, 100) };
}

const FIRST_ROWS = 30;

/** Of a file without a single result: the first words in it that are a reason. */
export async function rejectionIn(sheets: readonly Sheet[]): Promise<BankRejection | undefined> {
  for (const sheet of sheets) {
    for (const { cells } of await firstRows(sheet, FIRST_ROWS)) {
      const found = cells.map(({ text }) => mapBankRejection(text)).find((each) => each !== undefined);
      if (found) return found;
    }
  }
  return undefined;
}

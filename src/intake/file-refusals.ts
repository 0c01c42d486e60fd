/** Every reason a file is refused as a whole, with what the sender can do about it. */
import { Refused, type Text } from '../domain/refused';

const reasons = {
  'file-empty': () => ({ zh: '文件是空的。请检查后重新上传。', en: 'The file is empty. Check it and upload it again.' }),
  'file-too-large': (most: string) => ({
    zh: `文件超过 ${most} MiB 的上限。请按乡镇拆分后分批上传。`,
    en: `The file is larger than the limit of ${most} MiB. Split it, for instance by township, and upload the parts.`,
  }),
  'file-old-xls': () => ({
    zh: '这是旧版 .xls 文件(或加了密码的工作簿)。请在表格软件中去掉密码,另存为 .xlsx 或 CSV 后重新上传。',
    en: 'This is an old binary .xls file (or a workbook with a password). Remove the password, save it as .xlsx or CSV and upload it again.',
  }),
  'file-encrypted': () => ({
    zh: '文件加了密码,无法读取。请去掉密码后重新上传。',
    en: 'The file is protected with a password and cannot be read. Remove the password and upload it again.',
  }),
  'file-damaged': (where: string) => ({
    zh: `文件已损坏或不完整(${where})。请重新导出后上传。`,
    en: `The file is damaged or incomplete (${where}). Export it again and upload the new file.`,
  }),
  'file-unpacks-too-large': () => ({
    zh: '文件解压后大得不正常,已停止读取。请另存为 CSV 后上传。',
    en: 'The file unpacks to an abnormal size; reading was stopped. Save it as CSV and upload that.',
  }),
  'file-not-a-list': (what: string) => ({
    zh: `这不是可以读取的清单(${what})。请使用 .xlsx、CSV 或 TXT 文件。`,
    en: `This is no list that can be read (${what}). Use an .xlsx, CSV or TXT file.`,
  }),
  'file-text-unreadable': () => ({
    zh: '文件的文字编码无法识别。请另存为 UTF-8 的 CSV 或 .xlsx 后上传。',
    en: 'The text encoding of the file is not known. Save it as UTF-8 CSV or as .xlsx and upload that.',
  }),
  'file-too-many-rows': (most: string) => ({
    zh: `清单超过 ${most} 行的上限。请拆分后分批上传。`,
    en: `The list has more rows than the limit of ${most}. Split it and upload the parts.`,
  }),
  'file-too-many-columns': (most: string) => ({
    zh: `表格超过 ${most} 列的上限。请删除无关的列后重新上传。`,
    en: `The table has more columns than the limit of ${most}. Delete the columns that do not belong to the list and upload it again.`,
  }),
  'file-cell-too-long': (row: string) => ({
    zh: `第 ${row} 行有一个单元格过长。请检查该行后重新上传。`,
    en: `A cell in row ${row} is too long. Check that row and upload the file again.`,
  }),
  'heading-not-found': (expected: string) => ({
    zh: `前 40 行内找不到表头。表头应包含:${expected}。`,
    en: `No heading row was found in the first 40 rows. The headings should include: ${expected}.`,
  }),
  'heading-missing': (missing: string) => ({
    zh: `表头缺少必需的列:${missing}。请补上后重新上传。`,
    en: `The heading row lacks required columns: ${missing}. Add them and upload the file again.`,
  }),
  'heading-twice': (heading: string) => ({
    zh: `有两列的表头含义相同:${heading}。请删除或改名其中一列。`,
    en: `Two columns have headings of the same meaning: ${heading}. Delete or rename one of them.`,
  }),
  'list-empty': () => ({ zh: '表头下面没有任何明细。', en: 'There is no line below the heading row.' }),
} satisfies Record<string, (detail: string) => Text>;

export type FileRefusal = keyof typeof reasons;

export function fileRefused(code: FileRefusal, detail: string | number = ''): Refused {
  return new Refused(code, reasons[code](String(detail)), 'malformed');
}

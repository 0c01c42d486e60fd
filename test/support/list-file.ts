/** Reads a whole list at once, for tests that look at the result rather than at the way. */
import iconv from 'iconv-lite';
import { readBatchList, type BatchListHeading, type BatchListOptions, type BatchListSummary } from '../../src/intake/batch-list';
import type { BatchLine } from '../../src/intake/batch-line';
import { inventedPerson } from './invented-people';

export interface WholeList {
  readonly heading: BatchListHeading;
  readonly lines: readonly BatchLine[];
  readonly summary: BatchListSummary;
}

export async function wholeList(bytes: Buffer, options?: BatchListOptions): Promise<WholeList> {
  let heading: BatchListHeading | undefined;
  let summary: BatchListSummary | undefined;
  const lines: BatchLine[] = [];
  for await (const item of readBatchList({ bytes }, options)) {
    if (item.kind === 'heading') heading = item;
    else if (item.kind === 'summary') summary = item;
    else lines.push(...item.lines);
  }
  if (!heading || !summary) throw new Error('a list has a heading and a summary');
  return { heading, lines, summary };
}

export const csv = (rows: readonly (readonly string[])[], encoding = 'utf8'): Buffer =>
  iconv.encode(rows.map((row) => row.join(',')).join('\r\n'), encoding);

export const listHeadings = ['序号', '村', '户主姓名', '受益人姓名', '身份证号', '开户行', '账号', '数量', '标准', '应发', '扣减', '实发', '摘要'] as const;
export type ListHeading = (typeof listHeadings)[number];

/** One right line, with what the test changes in it. */
export function goodRow(index: number, changed: Partial<Record<ListHeading, string>> = {}): string[] {
  const { name, idNumber, card } = inventedPerson(index);
  const row: Record<ListHeading, string> = {
    序号: String(index), 村: '双龙村', 户主姓名: name, 受益人姓名: name, 身份证号: idNumber, 开户行: '农商银行', 账号: card,
    数量: '2', 标准: '60.25', 应发: '120.50', 扣减: '', 实发: '120.50', 摘要: '低保', ...changed,
  };
  return listHeadings.map((heading) => row[heading]);
}

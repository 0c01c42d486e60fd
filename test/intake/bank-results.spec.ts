/** What banks send back is read in each of its forms, and a line is matched by what is known, never by a guess. */
import { mapBankReason } from '../../src/intake/bank-reasons';
import type { BankResult } from '../../src/intake/bank-result';
import { readBankResults, type BankResultsOptions, type BankResultsSummary } from '../../src/intake/bank-results';
import { ResultMatcher } from '../../src/intake/result-match';
import { inventedPerson } from '../support/invented-people';
import { csv } from '../support/list-file';
import { xlsx } from '../support/xlsx-file';

const [a, b, c] = [inventedPerson(1), inventedPerson(2), inventedPerson(3)];

async function read(bytes: Buffer, options?: BankResultsOptions, name?: string): Promise<{ results: BankResult[]; summary: BankResultsSummary }> {
  const results: BankResult[] = [];
  let summary: BankResultsSummary | undefined;
  for await (const item of readBankResults(name === undefined ? { bytes } : { bytes, name }, options)) {
    if (item.kind === 'summary') summary = item;
    if (item.kind === 'result') results.push(item.result);
  }
  return { results, summary: summary as BankResultsSummary };
}

test('one file of both outcomes', async () => {
  const { results, summary } = await read(csv([
    ['批次号：b-1', '处理日期：2026-07-02', '成功笔数：1', '失败笔数：2'],
    ['明细号', '户名', '账号', '金额', '处理结果', '失败原因'],
    ['1', a.name, a.card, '120.50', '成功', ''],
    ['2', b.name, b.card, '99', '失败', '账户已销户'],
    ['3', c.name, c.card, '"1,000.00"', '退票', `收款账号${c.card}户名不符`],
    ['合计', '', '', '1219.50', '', ''],
  ], 'gb18030'));
  expect(results).toMatchObject([
    { batchNumber: 'b-1', ordinal: 1, account: a.card, amountFen: 12_050, outcome: 'settled', occurredOn: '2026-07-02' },
    { ordinal: 2, outcome: 'failed', reason: 'F03', bankText: '账户已销户' },
    { ordinal: 3, amountFen: 100_000, outcome: 'returned', reason: 'F01' },
  ]);
  expect(results[2]?.bankText).not.toContain(c.card);
  expect(summary).toMatchObject({ count: 3, otherRows: 1, redRows: 0, correcting: false, declared: { settledCount: 1, failedCount: 2 }, totals: { settled: { count: 1, fen: 12_050 }, failed: { count: 1 }, returned: { count: 1 } } });
});

test('a success and a failure file say in their title or name what they hold', async () => {
  const rows = [['序号', '账号', '金额', '原因'], ['1', a.card, '5', '久悬户']];
  expect((await read(csv([['代发失败清单'], ...rows]))).results[0]).toMatchObject({ outcome: 'failed', reason: 'F04', ordinalIsOurs: false });
  expect((await read(csv([['序号', '账号', '金额'], ['1', a.card, '5']]), {}, '成功.csv')).results[0]).toMatchObject({ outcome: 'settled' });
  expect((await read(csv([['序号', '账号', '金额'], ['1', a.card, '5']]), { outcome: 'returned' })).results[0]).toMatchObject({ outcome: 'returned', reason: 'F99' });
});

test('counts of both outcomes above the heading say nothing of single rows', async () => {
  const { results, summary } = await read(csv([['成功笔数', '1', '失败笔数', '1'], ['明细号', '账号', '金额', '原因'], ['1', a.card, '5', ''], ['2', b.card, '6', '销户']]));
  expect(results[0]?.errors.map((error) => error.code)).toEqual(['R01']);
  expect(results[1]).toMatchObject({ outcome: 'failed', reason: 'F03' });
  expect(summary.declared).toEqual({ settledCount: 1, failedCount: 1 });
});

test('a workbook with a sheet of each', async () => {
  const heading = ['明细号', '账号', '金额(元)', '备注'];
  const { results } = await read(xlsx(
    { name: '成功', rows: [heading, [{ n: '1' }, a.card, { n: '120.5' }, null]] },
    { name: '失败', rows: [heading, [{ n: '2' }, b.card, { n: '99' }, '卡状态异常']] },
    { name: '汇总', rows: [['处理结果', '金额', '备注'], ['成功', { n: '120.5' }, null], ['失败', { n: '99' }, null]] },
  ));
  expect(results).toMatchObject([{ ordinal: 1, outcome: 'settled' }, { ordinal: 2, outcome: 'failed', reason: 'F07' }]);
});

test('the format of core systems, with its summary line', async () => {
  const text = [
    'X|Y|20260702|0017|Z|W|2|219.50',
    `1|${a.name}|120.50|${a.card}|0017|01|${a.idNumber}|1|成功|`,
    `2|${b.name}|99.00|${b.card}|0017|01|${b.idNumber}|1|失败|挂失`,
  ].join('\n');
  const { results, summary } = await read(Buffer.from(text));
  expect(summary).toMatchObject({ format: 'core', count: 2, declared: { count: 2, totalFen: 21_950 } });
  expect(results).toMatchObject([
    { ordinal: 1, ordinalIsOurs: false, amountFen: 12_050, outcome: 'settled', occurredOn: '2026-07-02' },
    { outcome: 'failed', reason: 'F06', bankText: '挂失' },
  ]);
  const short = await read(Buffer.from(text.replace('|2|219.50', '|3|300.00')));
  expect(short.summary).toMatchObject({ count: 2, declared: { count: 3, totalFen: 30_000 } });
});

test('an outcome that cannot be told is an error of its row', async () => {
  const { results } = await read(csv([['明细号', '账号', '金额', '状态'], ['1', a.card, '5', '处理中'], ['', '', '5', '成功'], ['2', a.card, 'x', '成功']]));
  expect(results.map((result) => result.errors.map((error) => error.code))).toEqual([['R01'], ['R03'], ['R02']]);
  const shifted = await read(csv([['明细号', '账号', '金额', '状态'], ['1', a.card, '1', '000.00', '成功']]));
  expect(shifted.results[0]?.errors.map((error) => error.code)).toContain('L05');
});

test.each([
  ['户名不符', 'F01'], ['收款人姓名与账号不一致', 'F01'], ['账号不存在', 'F02'], ['单位编号或账号错误', 'F02'], ['已销户', 'F03'], ['账户状态异常', 'F04'], ['睡眠户', 'F04'],
  ['完全冻结', 'F05'], ['账户止付', 'F05'], ['存折已挂失', 'F06'], ['卡未激活', 'F07'], ['介质状态异常', 'F07'], ['非结算户', 'F08'], ['证件号码不符', 'F09'],
  ['记录重复', 'F10'], ['当日次数错误', 'F11'], ['金额超限', 'F12'], ['机构停业', 'F13'], ['跨行退汇', 'F14'], ['系统繁忙', 'F99'], ['F06', 'F06'], ['', 'F99'],
])('%s is %s', (text, reason) => {
  expect(mapBankReason(text).reason).toBe(reason);
});

test('words of a bank that are unknown to us are kept as they are', () => {
  expect(mapBankReason('主机返回 E9 未知')).toEqual({ reason: 'F99', bankText: '主机返回 E9 未知' });
});

test('a success file beside a failure file is held to its own outcome, and one of the batch to the batch', async () => {
  const above = ['总笔数：3', '成功笔数：2', '成功金额：10.00', '失败笔数：1'];
  const success = await read(csv([['代发成功清单'], above, ['明细号', '账号', '金额'], ['1', a.card, '5'], ['2', b.card, '5']]));
  expect(success.summary.declared).toEqual({ settledCount: 2, settledFen: 10_00 });
  const failure = await read(csv([['代发失败清单'], above, ['明细号', '账号', '金额', '原因'], ['3', c.card, '6', '挂失']]));
  expect(failure.summary.declared).toEqual({ failedCount: 1 });
  expect((await read(csv([['总笔数：3'], ['明细号', '账号', '金额', '结果'], ['1', a.card, '5', '成功']]))).summary.declared).toEqual({ count: 3 });
});

test('a file that calls itself a correction', async () => {
  expect((await read(csv([['代发回盘更正清单'], ['明细号', '账号', '金额', '结果'], ['1', a.card, '5', '成功']]))).summary.correcting).toBe(true);
  expect((await read(csv([['明细号', '账号', '金额', '结果', '备注'], ['1', a.card, '5', '成功', '更正']]))).summary.correcting).toBe(false);
});

test.each([
  ['付款户余额不足', 'B04'], ['总笔数与明细不符', 'B01'], ['总金额不一致', 'B02'], ['日期不符', 'B03'], ['单位编号错误', 'B03'], ['付款账户已冻结', 'B05'], ['验签失败', 'B06'], ['批次重复', 'B07'], ['B07', 'B07'],
])('a file that holds only “%s” rejects the batch as %s', async (words, rejection) => {
  const items = [];
  for await (const item of readBankResults({ bytes: csv([['批次号：b-1', '处理结果：失败'], ['原因', words]], 'gb18030') })) items.push(item);
  expect(items).toEqual([{ kind: 'rejection', rejection, bankText: words }]);
});

test('a file with neither results nor a reason is none', async () => {
  await expect(read(csv([['批次号：b-1'], ['系统维护']]))).rejects.toMatchObject({ code: expect.any(String) as string });
});

describe('matching', () => {
  const lines = [
    { ordinal: 1, attempt: 1, account: 'x', amountFen: 100 }, { ordinal: 2, attempt: 1, account: 'y', amountFen: 100 },
    { ordinal: 3, attempt: 1, account: 'z', amountFen: 50 }, { ordinal: 4, attempt: 1, account: 'z', amountFen: 50 },
    { ordinal: 5, attempt: 1, account: 'old', amountFen: 70 }, { ordinal: 5, attempt: 2, account: 'new', amountFen: 70 },
  ];
  test.each([
    [{ ordinal: 1, ordinalIsOurs: true, account: 'x', amountFen: 100 }, { kind: 'matched', ordinal: 1, attempt: 1 }],
    [{ ordinal: 1, ordinalIsOurs: true }, { kind: 'matched', ordinal: 1 }],
    [{ ordinal: 1, ordinalIsOurs: true, account: 'y', amountFen: 100 }, { kind: 'account-differs', ordinal: 1 }],
    [{ ordinal: 1, ordinalIsOurs: true, account: 'x', amountFen: 99 }, { kind: 'matched', ordinal: 1, attempt: 1 }],
    [{ ordinal: 1, ordinalIsOurs: false, account: 'y', amountFen: 100 }, { kind: 'matched', ordinal: 2, attempt: 1 }],
    [{ ordinal: 9, ordinalIsOurs: true, account: 'x', amountFen: 100 }, { kind: 'line-unknown' }],
    [{ ordinalIsOurs: true, account: 'z', amountFen: 50 }, { kind: 'line-ambiguous', ordinals: [3, 4] }],
    [{ ordinalIsOurs: false, account: 'x', amountFen: 51 }, { kind: 'matched', ordinal: 1, attempt: 1 }],
    [{ ordinalIsOurs: false, account: 'nobody', amountFen: 50 }, { kind: 'line-unknown' }],
    [{ ordinal: 3, ordinalIsOurs: false, account: 'z', amountFen: 50 }, { kind: 'matched', ordinal: 3, attempt: 1 }],
    [{ ordinal: 5, ordinalIsOurs: true, account: 'old', amountFen: 70 }, { kind: 'matched', ordinal: 5, attempt: 1 }],
    [{ ordinal: 5, ordinalIsOurs: false, account: 'new', amountFen: 70 }, { kind: 'matched', ordinal: 5, attempt: 2 }],
  ] as const)('%j → %j', async (key, match) => {
    expect((await ResultMatcher.of(lines)).match(key)).toEqual(match);
  });

  test('lines alike are taken in order where the file holds as many results, all saying the same; else none is chosen', async () => {
    const matcher = await ResultMatcher.of(lines);
    const row = { ordinalIsOurs: false, account: 'z', amountFen: 50, outcome: 'settled' };
    expect(await matcher.matchAll([row, row])).toEqual([{ kind: 'matched', ordinal: 3, attempt: 1 }, { kind: 'matched', ordinal: 4, attempt: 1 }]);
    expect((await matcher.matchAll([row, { ...row, outcome: 'failed' }])).map(({ kind }) => kind)).toEqual(['line-ambiguous', 'line-ambiguous']);
    expect((await matcher.matchAll([row])).map(({ kind }) => kind)).toEqual(['line-ambiguous']);
    expect((await matcher.matchAll([row, row, row])).map(({ kind }) => kind)).toEqual(['line-ambiguous', 'line-ambiguous', 'line-ambiguous']);
  });
});

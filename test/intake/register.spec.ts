/** Registers of other offices are read by kind, with their day and their source. */
import { readRegister, type RegisterFileRow, type RegisterItem } from '../../src/intake/register';
import type { RegisterKind } from '../../src/intake/register-columns';
import { roleCode } from '../../src/intake/register-words';
import { inventedPerson } from '../support/invented-people';
import { csv } from '../support/list-file';
import { xlsx } from '../support/xlsx-file';

const [a, b] = [inventedPerson(11), inventedPerson(12)];

async function read(kind: RegisterKind, bytes: Buffer): Promise<{ items: RegisterItem[]; rows: RegisterFileRow[] }> {
  const items: RegisterItem[] = [];
  for await (const item of readRegister({ bytes }, { kind })) items.push(item);
  return { items, rows: items.flatMap((item) => (item.kind === 'row' ? [item.row] : [])) };
}

test.each<[RegisterKind, string[], string[], Partial<RegisterFileRow>]>([
  ['deceased', ['姓名', '身份证号码', '死亡日期'], [a.name, a.idNumber, '2026年3月7日'], { idNumber: a.idNumber, on: '2026-03-07' }],
  ['payroll', ['姓名', '身份证号', '单位名称', '编制类型', '起薪日期'], [a.name, a.idNumber, '某局', '公务员', '2019/7/1'], { role: 'civil-servant', on: '2019-07-01', organisation: '某局' }],
  ['enterprise', ['企业名称', '统一社会信用代码', '法定代表人', '法定代表人身份证号', '成立日期', '身份'], ['某公司', '91350100M000100Y43', a.name, a.idNumber, '20200101', '法定代表人'],
    { uscc: '91350100M000100Y43', idNumber: a.idNumber, name: a.name, on: '2020-01-01', role: 'legal-representative' }],
  ['vehicle', ['所有人', '身份证明号码', '号牌号码', '车辆类型', '初次登记日期'], [a.name, a.idNumber, '鄂Q00000', '小型轿车', '2024-05-06'], { role: 'car', on: '2024-05-06', asset: '鄂Q00000' }],
  ['property', ['权利人', '权利人证件号', '规划用途', '登记日期', '成交价(万元)'], [a.name, a.idNumber, '住宅', '2024-05-06', '45.5'], { role: 'housing', amountFen: 45_500_000 }],
  ['cadre', ['姓名', '身份证号', '职务', '任职日期', '离任日期', '区划代码'], [a.name, a.idNumber, '村支部书记', '2018-01-01', '至今', '422899001201'], { role: 'secretary', on: '2018-01-01', region: '422899001201' }],
  ['kinship', ['干部姓名', '干部身份证号', '亲属姓名', '亲属身份证号', '关系'], [a.name, a.idNumber, b.name, b.idNumber, '配偶'], { idNumber: a.idNumber, otherIdNumber: b.idNumber, otherName: b.name, role: 'spouse' }],
  ['student', ['学生姓名', '身份证号', '学校', '学段', '入学日期'], [a.name, a.idNumber, '某中学', '普通高中', '2025-09-01'], { role: 'senior', organisation: '某中学' }],
  ['low-income', ['姓名', '身份证号', '救助类别', '享受起始日期', '停保日期'], [a.name, a.idNumber, '农村低保', '2020-01-01', '2026-01-31'], { role: 'low-income', until: '2026-01-31' }],
  ['disabled', ['姓名', '身份证号', '残疾等级', '有效期止'], [a.name, a.idNumber, '二级', '长期'], { role: 'grade-2' }],
  ['bank-flow', ['户名', '账号', '对方户名', '对方账号', '借贷标志', '交易日期', '交易金额'], [a.name, a.card, b.name, b.card, '借', '2026-05-01', '5,000.00'],
    { account: a.card, otherAccount: b.card, otherName: b.name, role: 'out', amountFen: 500_000, on: '2026-05-01' }],
])('%s', async (kind, heading, row, expected) => {
  const { rows } = await read(kind, xlsx({ rows: [['某某名册'], ['数据截止日期：2026-06-30', '数据来源：县民政局'], heading, row] }));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ row: 4, ...expected, errors: [] });
});

test('the day it describes and where it came from are taken from above the heading', async () => {
  const { items } = await read('deceased', csv([['数据截止日期：2026年6月30日', '数据来源：县民政局', '人数：3'], ['姓名', '身份证号', '死亡日期'], [a.name, a.idNumber, '2026-03-07']], 'gb18030'));
  expect(items[0]).toMatchObject({ kind: 'heading', asOf: '2026-06-30', source: '县民政局' });
  expect(items.at(-1)).toMatchObject({ kind: 'summary', count: 1, declaredCount: 3, errors: [{ code: 'B01' }] });
});

test('faults are named, and unknown words kept', async () => {
  const { rows } = await read('enterprise', csv([
    ['企业名称', '统一社会信用代码', '法定代表人身份证号', '成立日期', '身份'],
    ['甲', '91350100M000100Y4', '4.228E+17', '2020-02-30', '顾问'], ['乙', '', '', '', ''], ['丙', '91350100M000100Y44', '', '', ''],
  ]));
  expect(rows.map((row) => row.errors.map((error) => error.code).sort())).toEqual([['L06', 'R20', 'R21', 'R23'], ['L01'], ['R22']]);
  expect(rows[0]).toMatchObject({ roleText: '顾问' });
  expect(JSON.stringify(rows.map((row) => row.errors))).not.toContain('91350100M000100Y4"');
});

test.each([['长子', 'child'], ['父亲', 'parent'], ['儿媳', 'in-law'], ['孙女', 'grandchild'], ['外公', 'grandparent'], ['弟弟', 'sibling']])('%s is %s', (word, code) => {
  expect(roleCode('kinship', word)).toBe(code);
});

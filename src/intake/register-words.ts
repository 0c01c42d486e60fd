/** The words offices use for a role, relation or class, as the codes rules compare; a word unknown to us has no code. */
import type { RegisterKind } from './register-columns';

const words: Partial<Record<RegisterKind, readonly (readonly [RegExp, string])[]>> = {
  kinship: [
    [/配偶|丈夫|妻子?|夫妻|爱人/, 'spouse'], [/^(父亲?|母亲?|父母|爸|妈)$/, 'parent'], [/子女|^(长|次|三|四|独|养|继)?(儿子|女儿|子|女)$/, 'child'],
    [/兄|弟|姐|妹|姊/, 'sibling'], [/孙/, 'grandchild'], [/祖|爷|奶|外公|外婆/, 'grandparent'], [/公公|婆婆|岳|媳|婿/, 'in-law'],
  ],
  cadre: [
    [/第一书记/, 'first-secretary'], [/副?书记/, 'secretary'], [/村?主任|村长/, 'director'], [/会计|报账员|出纳/, 'accountant'], [/委员|两委/, 'committee-member'],
    [/组长/, 'group-leader'], [/副?(镇|乡|县|局|科|股|所|站)长|科员|干部|公务员/, 'official'],
  ],
  'low-income': [[/特困|五保/, 'extreme-poverty'], [/低保边缘|边缘/, 'near-low-income'], [/孤儿|事实无人抚养/, 'orphan'], [/临时救助/, 'temporary-aid'], [/低保|最低生活保障|[ABCabc甲乙丙]类/, 'low-income']],
  disabled: [[/^(一|1|Ⅰ|I)级?$/, 'grade-1'], [/^(二|2|Ⅱ|II)级?$/, 'grade-2'], [/^(三|3|Ⅲ|III)级?$/, 'grade-3'], [/^(四|4|Ⅳ|IV)级?$/, 'grade-4'], [/一级/, 'grade-1'], [/二级/, 'grade-2'], [/三级/, 'grade-3'], [/四级/, 'grade-4']],
  payroll: [[/公务员|行政/, 'civil-servant'], [/事业/, 'public-institution'], [/教师|教职/, 'teacher'], [/国企|企业/, 'state-enterprise'], [/退休|离休/, 'retired'], [/临聘|合同|聘用|编外/, 'contract']],
  enterprise: [[/法定?代表|法人/, 'legal-representative'], [/股东|投资|出资|合伙/, 'shareholder'], [/个体|经营者/, 'owner'], [/监事/, 'supervisor'], [/董事|经理|高管|理事/, 'executive'], [/合作社|成员/, 'member']],
  vehicle: [[/农用|拖拉机|三轮|摩托/, 'farm-vehicle'], [/货|牵引|挂车/, 'truck'], [/轿车|小型|客车|越野|乘用|SUV/i, 'car']],
  property: [[/住宅|公寓|商品房|住房/, 'housing'], [/商业|商铺|门面|商服|办公/, 'commercial'], [/车位|车库|储藏/, 'parking'], [/宅基地|农村/, 'rural-house']],
  student: [[/学前|幼儿/, 'preschool'], [/小学/, 'primary'], [/初中|义务/, 'junior'], [/中职|中专|职高|技校|技工/, 'vocational'], [/高中/, 'senior'], [/高职|大专|专科/, 'college'], [/本科|大学/, 'university'], [/研究生|硕士|博士/, 'postgraduate']],
  'bank-flow': [[/^(借|支出|支|转出|付|出账|D|出)/i, 'out'], [/^(贷|收入|收|转入|入账|存入|C|进|入)/i, 'in']],
};

export function roleCode(kind: RegisterKind, text: string): string | undefined {
  const compact = text.normalize('NFKC').replace(/\s+/g, '');
  return words[kind]?.find(([pattern]) => pattern.test(compact))?.[1];
}

/** The programmes of an invented county: seven that hold every harm, and those a county of full size pays besides. Sums and shares are invented. */

export interface SimulatedProgramme {
  readonly id: string;
  readonly name: string;
  readonly payee: 'person' | 'household' | 'organisation';
  readonly cadence: 'monthly' | 'quarterly' | 'yearly' | 'once' | 'by-progress';
  readonly standardFen?: number;
  readonly standardPer?: string;
  readonly capFen?: number;
  readonly allowedPurposes: readonly string[];
  readonly exclusiveWith: readonly string[];
  readonly endsWithDeath: boolean;
  readonly functionCode: string;
  /** Households out of ten thousand that get it. */
  readonly share: number;
  readonly whom: 'head' | 'everyone' | 'pupils' | 'old' | 'oldest';
  /** Least and most a household gets, in steps of 100 yuan, where there is no standard. */
  readonly fromFen?: readonly [number, number];
  /** Most a patient bears in a year. */
  readonly ownBurdenCapFen?: number;
  /** Agent bank that pays it; the first of the county otherwise. */
  readonly bank?: string;
}

export const PROGRAMMES: readonly SimulatedProgramme[] = [
  { id: 'DIBAO', name: '农村最低生活保障', payee: 'person', cadence: 'monthly', standardFen: 32_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2081902', share: 2_500, whom: 'everyone' },
  { id: 'RANGER', name: '生态护林员补助', payee: 'person', cadence: 'quarterly', standardFen: 100_000, standardPer: 'person', capFen: 400_000, allowedPurposes: ['wage-of-post'], exclusiveWith: [], endsWithDeath: true, functionCode: '2130209', share: 1_500, whom: 'head' },
  { id: 'DISABLED', name: '困难残疾人生活补贴', payee: 'person', cadence: 'quarterly', standardFen: 30_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2081107', share: 800, whom: 'head' },
  { id: 'STUDENT', name: '贫困家庭学生资助', payee: 'person', cadence: 'yearly', standardFen: 125_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2050299', share: 10_000, whom: 'pupils' },
  { id: 'INDUSTRY', name: '产业扶贫奖补', payee: 'household', cadence: 'once', allowedPurposes: ['production', 'household-subsidy'], exclusiveWith: [], endsWithDeath: false, functionCode: '2130505', share: 4_000, whom: 'head', fromFen: [100_000, 500_000] },
  { id: 'HOUSE', name: '农村危房改造补助', payee: 'household', cadence: 'once', allowedPurposes: ['house-rebuilding'], exclusiveWith: ['RELOCATION'], endsWithDeath: false, functionCode: '2210105', share: 600, whom: 'head', fromFen: [2_000_000, 2_000_000] },
  { id: 'WORKS', name: '财政专项扶贫资金(基础设施)', payee: 'organisation', cadence: 'by-progress', allowedPurposes: ['rural-infrastructure', 'management-fee'], exclusiveWith: [], endsWithDeath: false, functionCode: '2130504', share: 0, whom: 'head' },
];

/** Paid besides in a county of full size. */
export const MORE_PROGRAMMES: readonly SimulatedProgramme[] = [
  { id: 'TOPUP', name: '农村低保增发补助金', payee: 'person', cadence: 'monthly', standardFen: 6_400, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2081902', share: 800, whom: 'old', bank: '邮储银行' },
  { id: 'SEVERE', name: '重度残疾人护理补贴', payee: 'person', cadence: 'quarterly', standardFen: 30_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2081107', share: 400, whom: 'head', bank: '邮储银行' },
  { id: 'ORPHAN', name: '孤儿基本生活费', payee: 'person', cadence: 'quarterly', standardFen: 300_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2081001', share: 40, whom: 'pupils', bank: '邮储银行' },
  { id: 'DESTITUTE', name: '特困人员救助供养', payee: 'person', cadence: 'quarterly', standardFen: 180_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2082102', share: 200, whom: 'head', bank: '农商行' },
  { id: 'TEMPAID', name: '临时救助', payee: 'household', cadence: 'once', standardFen: 100_000, standardPer: 'household', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: false, functionCode: '2082001', share: 500, whom: 'head', bank: '农商行' },
  { id: 'GRAIN', name: '耕地地力保护补贴', payee: 'household', cadence: 'yearly', standardFen: 24_000, standardPer: 'household', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: false, functionCode: '2130122', share: 9_000, whom: 'head', bank: '农商行' },
  { id: 'FOREST', name: '退耕还林补助', payee: 'household', cadence: 'yearly', standardFen: 50_000, standardPer: 'household', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: false, functionCode: '2110602', share: 4_000, whom: 'head', bank: '农商行' },
  { id: 'ECOFOREST', name: '生态公益林补偿', payee: 'household', cadence: 'yearly', standardFen: 15_000, standardPer: 'household', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: false, functionCode: '2130209', share: 3_000, whom: 'head', bank: '农商行' },
  { id: 'NATFOREST', name: '天然林停伐管护补助', payee: 'household', cadence: 'yearly', standardFen: 20_000, standardPer: 'household', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: false, functionCode: '2110501', share: 500, whom: 'head', bank: '农商行' },
  { id: 'MACHINE', name: '农机购置补贴', payee: 'household', cadence: 'once', standardFen: 150_000, standardPer: 'household', allowedPurposes: ['production'], exclusiveWith: [], endsWithDeath: false, functionCode: '2130142', share: 100, whom: 'head', bank: '农商行' },
  { id: 'POST', name: '公益岗位补贴', payee: 'person', cadence: 'quarterly', standardFen: 150_000, standardPer: 'person', allowedPurposes: ['wage-of-post'], exclusiveWith: [], endsWithDeath: true, functionCode: '2080705', share: 400, whom: 'head', bank: '邮储银行' },
  { id: 'TRAINING', name: '职业技能培训补贴', payee: 'person', cadence: 'once', standardFen: 60_000, standardPer: 'person', allowedPurposes: ['training'], exclusiveWith: [], endsWithDeath: true, functionCode: '2080704', share: 300, whom: 'head', bank: '邮储银行' },
  { id: 'STARTUP', name: '创业补贴', payee: 'person', cadence: 'once', standardFen: 300_000, standardPer: 'person', allowedPurposes: ['production'], exclusiveWith: [], endsWithDeath: true, functionCode: '2080704', share: 50, whom: 'head', bank: '邮储银行' },
  { id: 'TRANSPORT', name: '外出务工交通补贴', payee: 'person', cadence: 'yearly', standardFen: 30_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2130599', share: 1_200, whom: 'head', bank: '邮储银行' },
  { id: 'INTEREST', name: '扶贫小额信贷贴息', payee: 'household', cadence: 'quarterly', standardFen: 50_000, standardPer: 'household', allowedPurposes: ['interest-subsidy'], exclusiveWith: [], endsWithDeath: false, functionCode: '2130507', share: 200, whom: 'head', bank: '农商行' },
  { id: 'INSURE', name: '农业保险保费补贴', payee: 'household', cadence: 'yearly', standardFen: 12_000, standardPer: 'household', allowedPurposes: ['insurance-premium'], exclusiveWith: [], endsWithDeath: false, functionCode: '2130803', share: 2_000, whom: 'head', bank: '农商行' },
  { id: 'YULU', name: '雨露计划助学补助', payee: 'person', cadence: 'yearly', standardFen: 300_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2130599', share: 400, whom: 'pupils', bank: '邮储银行' },
  { id: 'BOARDING', name: '寄宿生生活补助', payee: 'person', cadence: 'yearly', standardFen: 100_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2050202', share: 1_500, whom: 'pupils', bank: '邮储银行' },
  { id: 'PRESCHOOL', name: '学前教育资助', payee: 'person', cadence: 'yearly', standardFen: 50_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2050201', share: 600, whom: 'pupils', bank: '邮储银行' },
  { id: 'HIGHSCHOOL', name: '普通高中国家助学金', payee: 'person', cadence: 'yearly', standardFen: 200_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2050204', share: 500, whom: 'pupils', bank: '邮储银行' },
  { id: 'FRESHMAN', name: '大学新生入学资助', payee: 'person', cadence: 'once', standardFen: 100_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2050205', share: 150, whom: 'pupils', bank: '邮储银行' },
  { id: 'RELOCATION', name: '易地扶贫搬迁补助', payee: 'household', cadence: 'once', standardFen: 2_500_000, standardPer: 'household', allowedPurposes: ['relocation'], exclusiveWith: ['HOUSE'], endsWithDeath: false, functionCode: '2130505', share: 200, whom: 'head', bank: '农商行' },
  { id: 'TOILET', name: '农村户厕改造补助', payee: 'household', cadence: 'once', standardFen: 80_000, standardPer: 'household', allowedPurposes: ['house-rebuilding'], exclusiveWith: [], endsWithDeath: false, functionCode: '2210105', share: 600, whom: 'head', bank: '农商行' },
  { id: 'WATER', name: '饮水安全到户补助', payee: 'household', cadence: 'once', standardFen: 60_000, standardPer: 'household', allowedPurposes: ['rural-infrastructure'], exclusiveWith: [], endsWithDeath: false, functionCode: '2130305', share: 500, whom: 'head', bank: '农商行' },
  { id: 'SOLAR', name: '光伏扶贫收益分配', payee: 'household', cadence: 'yearly', standardFen: 90_000, standardPer: 'household', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: false, functionCode: '2130505', share: 300, whom: 'head', bank: '农商行' },
  { id: 'BREED', name: '特色养殖奖补', payee: 'household', cadence: 'once', standardFen: 120_000, standardPer: 'household', allowedPurposes: ['production'], exclusiveWith: [], endsWithDeath: false, functionCode: '2130505', share: 800, whom: 'head', bank: '农商行' },
  { id: 'TEA', name: '茶叶基地奖补', payee: 'household', cadence: 'once', standardFen: 90_000, standardPer: 'household', allowedPurposes: ['production'], exclusiveWith: [], endsWithDeath: false, functionCode: '2130505', share: 600, whom: 'head', bank: '农商行' },
  { id: 'VETERAN', name: '优抚对象定期补助', payee: 'person', cadence: 'quarterly', standardFen: 160_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2080805', share: 100, whom: 'head', bank: '邮储银行' },
  { id: 'OLDAGE', name: '高龄津贴', payee: 'person', cadence: 'quarterly', standardFen: 30_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2081005', share: 10_000, whom: 'oldest', bank: '邮储银行' },
  { id: 'FAMILY', name: '计划生育家庭奖励扶助', payee: 'person', cadence: 'yearly', standardFen: 96_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2100717', share: 500, whom: 'head', bank: '邮储银行' },
  { id: 'FUNERAL', name: '殡葬补贴', payee: 'household', cadence: 'once', standardFen: 120_000, standardPer: 'household', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: false, functionCode: '2081004', share: 30, whom: 'head', bank: '农商行' },
  { id: 'WINTER', name: '受灾群众冬春生活救助', payee: 'household', cadence: 'once', standardFen: 40_000, standardPer: 'household', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: false, functionCode: '2240703', share: 800, whom: 'head', bank: '农商行' },
  { id: 'RESERVOIR', name: '库区移民后期扶持', payee: 'person', cadence: 'quarterly', standardFen: 15_000, standardPer: 'person', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2082201', share: 600, whom: 'everyone', bank: '农商行' },
  { id: 'MEDICAL', name: '健康扶贫医疗保障', payee: 'person', cadence: 'by-progress', allowedPurposes: ['household-subsidy'], exclusiveWith: [], endsWithDeath: true, functionCode: '2101301', share: 0, whom: 'head', ownBurdenCapFen: 500_000 },
];

export const AGENT_BANK = '农商行';

/** What no programme's money may be spent on (财农〔2017〕8号). */
export const FORBIDDEN = ['unit-basic-expenditure', 'vehicles-and-equipment', 'bonus-and-welfare', 'enterprise-loss', 'office-building', 'gap-and-debt', 'large-construction', 'urban-infrastructure'];

export const economicClassesOf = (payee: string | undefined): readonly string[] => (payee === 'organisation' ? ['310', '302'] : ['303']);

/** What a programme says of itself, without who gets it here and how often. */
export function termsOf(programme: SimulatedProgramme): object {
  const { id: _id, functionCode: _functionCode, share: _share, whom: _whom, fromFen: _fromFen, bank: _bank, ...terms } = programme;
  return terms;
}

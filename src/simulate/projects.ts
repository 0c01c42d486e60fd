/** Projects and the payments for them: most in order, one changed without approval, one never announced, one payment for an office building. */
import type { Chance } from './chance';
import { allocationIdOf, hashOf } from './funds';
import { organisationOf, type Population } from './people';
import { addDays, command, type DatedDeed, type Planted } from './step';

const WORKS = ['通村公路硬化', '安全饮水管网', '便民桥', '灌溉渠整修', '太阳能路灯', '村卫生室', '产业路拓宽', '蓄水池', '排污沟', '护坡挡墙'];

const disclosure = (on: string, item: string, hash: string): object => ({
  kind: 'notice', item, level: 'unit', venue: 'board', venueName: '项目所在村公示栏', fields: ['name', 'source', 'amount', 'term', 'target', 'responsible', 'beneficiaries', 'hotline'],
  occurredOn: on, from: on, until: addDays(on, 14), contentHash: hash,
});

/** Begun one after the other; where there are many, several on one day, so that all begin before the summer is over. */
export const spread = (index: number, count: number, days: number): number => Math.floor(index * Math.min(days, SEASON_DAYS / count));
const SEASON_DAYS = 150;

export function projects(population: Population, chance: Chance, count: number): { deeds: DatedDeed[]; planted: Planted[]; needFen: number } {
  const deeds: DatedDeed[] = [];
  const planted: Planted[] = [];
  const allocation = allocationIdOf('WORKS', population.county);
  let needFen = 0;
  for (let index = 0; index < count; index += 1) {
    const village = population.villages[index % population.villages.length];
    if (!village) break;
    const id = `XM2018-${String(index + 1).padStart(3, '0')}`;
    const contractor = organisationOf('91', population.county, 100 + (index % 4), `示例${['恒达', '远山', '众兴', '宏图'][index % 4] ?? ''}建设有限公司`);
    const amountFen = chance.whole(20, 90) * 1_000_000;
    const plannedOn = addDays('2018-02-26', spread(index, count, 3));
    const startOn = addDays(plannedOn, 30);
    const acceptOn = addDays(startOn, 100);
    needFen += amountFen;
    const project = `project-${id}`;
    deeds.push(command(plannedOn, 'office', 'PlanProject', id, {
      region: village.code, name: `${village.name}${WORKS[index % WORKS.length] ?? '项目'}`, programmeId: 'WORKS', allocationId: allocation, site: `${village.townshipName}${village.name}`,
      content: `${WORKS[index % WORKS.length] ?? '项目'}一处`, unitName: contractor.name, unitUscc: contractor.uscc, amountFen, beneficiaryHouseholds: chance.whole(20, 120),
      plannedStart: startOn, plannedEnd: acceptOn, occurredOn: plannedOn,
    }));
    if (index === 1) planted.push({ rule: 'A24', subject: `project ${id}`, why: 'started without a notice' });
    else deeds.push(command(addDays(startOn, -15), 'office', 'PostDisclosure', project, disclosure(addDays(startOn, -15), 'project-before-start', hashOf(chance))));
    deeds.push(command(startOn, 'office', 'StartProject', id, { occurredOn: startOn }));
    const changedOn = addDays(startOn, 40);
    if (index === 2) {
      planted.push({ rule: 'A28', subject: `project ${id}`, why: 'amount grew by a quarter with no approval' });
      deeds.push(command(changedOn, 'office', 'ReportProjectChange', id, { aspect: 'amount', amountFen: Math.floor(amountFen * 5 / 4), reason: '增加工程量', occurredOn: changedOn }));
    } else if (index % 4 === 3) {
      deeds.push(command(changedOn, 'office', 'ReportProjectChange', id, {
        aspect: 'site', before: '原址', after: '村委会旁', reason: '原址地质条件不符', occurredOn: changedOn,
        approval: { documentNumber: `示扶组发〔2018〕${String(index + 1)}号`, office: '县扶贫开发领导小组', approvedOn: addDays(changedOn, -3) },
      }));
    }
    deeds.push(command(acceptOn, 'office', 'AcceptProject', id, { settledFen: amountFen, occurredOn: acceptOn }));
    deeds.push(command(addDays(acceptOn, 10), 'office', 'PostDisclosure', project, disclosure(addDays(acceptOn, 10), 'project-after-completion', hashOf(chance))));
    const order = {
      region: population.county, allocationId: allocation, projectId: id, payeeKind: 'organisation', payeeUscc: contractor.uscc, payeeName: contractor.name,
      account: { number: contractor.account, bank: '农商行', kind: 'corporate' }, economicClass: '31005', functionCode: '2130504', purpose: 'rural-infrastructure',
    };
    // Half of one road is paid before work begins; a quarter of the next, as an advance may be.
    const advanceFen = index === 4 ? Math.floor(amountFen / 2) : index === 5 ? Math.floor(amountFen / 4) : 0;
    const number = `ZF2018-${String(index + 1).padStart(3, '0')}`;
    if (index === 4) planted.push({ rule: 'A26', part: 'c', subject: `payment ${number}-1`, why: 'half of the works was paid before they began' });
    if (advanceFen > 0) deeds.push(...payment(`${number}-1`, addDays(startOn, -9), { ...order, amountFen: advanceFen, summary: '工程预付款' }));
    deeds.push(...payment(number, addDays(acceptOn, 20), { ...order, amountFen: Math.floor(amountFen * 97 / 100) - advanceFen, summary: '工程结算款' }));
  }
  deeds.push(...officeBuilding(population, allocation, planted));
  return { deeds, planted, needFen: needFen + 30_000_000 };
}

/** Money for roads pays for the township's office building. */
function officeBuilding(population: Population, allocation: string, planted: Planted[]): DatedDeed[] {
  const builder = organisationOf('91', population.county, 190, '示例华居装饰工程有限公司');
  planted.push({ rule: 'A12', subject: 'payment ZF2018-900', why: 'poverty money paid for an office building' });
  return payment('ZF2018-900', '2018-07-11', {
    region: population.county, allocationId: allocation, payeeKind: 'organisation', payeeUscc: builder.uscc, payeeName: builder.name, account: { number: builder.account, bank: '农商行', kind: 'corporate' },
    amountFen: 18_600_000, economicClass: '31001', functionCode: '2130504', purpose: 'office-building', summary: '镇政府办公楼维修',
  });
}

function payment(id: string, on: string, order: object): DatedDeed[] {
  return [
    command(on, 'clerk', 'OrderPayment', id, { ...order, occurredOn: on }),
    command(addDays(on, 1), 'checker', 'ApprovePayment', id, { occurredOn: addDays(on, 1) }),
    command(addDays(on, 1), 'clerk', 'ExecutePayment', id, { voucherNumber: `V-${id}`, occurredOn: addDays(on, 1) }),
  ];
}

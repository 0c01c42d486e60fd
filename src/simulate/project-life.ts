/** The papers of the year's projects: into the library before the plan, tender and bids, contract, progress and invoice, what it does for households, the end. */
import type { Chance } from './chance';
import { organisationOf, type Population } from './people';
import { addDays, command, type DatedDeed } from './step';

interface Plan {
  readonly region: string;
  readonly name: string;
  readonly site: string;
  readonly content: string;
  readonly unitUscc: string;
  readonly unitName: string;
  readonly amountFen: number;
  readonly plannedStart: string;
  readonly plannedEnd: string;
  readonly occurredOn: string;
}

const SHARED = 20;
const PROJECT_CLASS = 'village-infrastructure';

const plansAmong = (built: readonly DatedDeed[]): { id: string; plan: Plan }[] => built.flatMap(({ deed }) => (deed.kind === 'command' && deed.type === 'PlanProject' ? [{ id: deed.id, plan: deed.data as Plan }] : []));

/** Proposed by the village, screened, admitted to the county's library: before any plan. */
function admitted(id: string, { region, name, site, content, amountFen, occurredOn: plannedOn }: Plan): DatedDeed[] {
  const office = (on: string, type: string, data: object): DatedDeed => command(on, 'office', type, id, { ...data, occurredOn: on });
  return [
    office(addDays(plannedOn, -40), 'ProposeProject', { region, name, projectClass: PROJECT_CLASS, site, content, amountFen, meetingOn: addDays(plannedOn, -45) }),
    office(addDays(plannedOn, -30), 'ScreenProject', { outcome: 'passed', office: '乡镇人民政府' }),
    office(addDays(plannedOn, -20), 'AdmitProject', { libraryVersion: '2018-1', projectClass: PROJECT_CLASS, performanceTarget: '改善出行', amountFen, documentNumber: '示扶组发〔2018〕2号', office: '县扶贫开发领导小组' }),
  ];
}

/** What even a small county records of its projects. */
export const library = (built: readonly DatedDeed[]): DatedDeed[] => plansAmong(built).flatMap(({ id, plan }) => admitted(id, plan));

/** For each plan among the deeds. */
export function projectLife(built: readonly DatedDeed[], population: Population, chance: Chance): DatedDeed[] {
  return plansAmong(built).flatMap(({ id, plan }) => ofProject(id, plan, population, chance.fork(id)));
}

function ofProject(id: string, plan: Plan, population: Population, chance: Chance): DatedDeed[] {
  const office = (on: string, type: string, data: object): DatedDeed => command(on, 'office', type, id, { ...data, occurredOn: on });
  const [tenderNumber, contractNumber] = [`ZB-${id}`, `HT-${id}`];
  const { region, amountFen, unitUscc, unitName, occurredOn: plannedOn, plannedStart, plannedEnd } = plan;
  const bidders = [400, 401, 402].map((serial) => organisationOf('91', population.county, serial + chance.whole(0, 9) * 3, `示例第${String(serial)}建设有限公司`));
  const neighbours = population.households.filter(({ village }) => village === region).slice(0, SHARED).map((household) => household.id);
  return [
    ...admitted(id, plan),
    office(addDays(plannedOn, 2), 'TenderProject', { tenderNumber, method: 'open', category: 'works', budgetFen: amountFen, thresholdFen: 40_000_000, lots: 1, closesOn: addDays(plannedOn, 20) }),
    ...[{ uscc: unitUscc, name: unitName }, ...bidders].map((bidder, nth) => office(addDays(plannedOn, 18), 'ReportBid', { tenderNumber, bidderUscc: bidder.uscc, bidderName: bidder.name, amountFen: amountFen + nth * 100_000 })),
    office(addDays(plannedOn, 22), 'AwardProject', { tenderNumber, winnerUscc: unitUscc, winnerName: unitName, amountFen, candidatesFrom: addDays(plannedOn, 20), candidatesUntil: addDays(plannedOn, 22) }),
    office(addDays(plannedOn, 26), 'SignContract', { contractNumber, contractorUscc: unitUscc, contractorName: unitName, tenderNumber, amountFen, retentionBasisPoints: 300, startOn: plannedStart, endOn: plannedEnd }),
    office(addDays(plannedStart, 45), 'ReportProgress', { contractNumber, basisPoints: 5_000 }),
    office(addDays(plannedEnd, -1), 'ReportProgress', { contractNumber, basisPoints: 10_000 }),
    office(addDays(plannedEnd, 2), 'ReportInvoice', { contractNumber, invoiceNumber: `FP-${id}`, sellerUscc: unitUscc, amountFen }),
    ...(neighbours.length > 0 ? [office(addDays(plannedEnd, 5), 'ReportParticipation', { activity: 'labour', households: neighbours, from: plannedStart, until: plannedEnd })] : []),
    office(addDays(plannedEnd, 60), 'CloseProject', { settledFen: amountFen }),
  ];
}

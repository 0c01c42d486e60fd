/** A project in good order: money, library, plan, tender, contract, notices, works, acceptance, payments. A story leaves steps out and tells them otherwise. */
import { addDays } from '../simulate/step';
import type { Organisation } from '../simulate/people';
import type { CaseWorld } from './case-world';
import { LAST, type PaymentWish } from './wishes';

const WORKS = ['通村公路硬化', '安全饮水管网', '便民桥', '灌溉渠整修', '太阳能路灯', '村卫生室', '产业路拓宽', '蓄水池', '排污沟', '护坡挡墙'];
const BASIS = 10_000;
/** Kept for a year against faults, as contracts in use say. */
export const RETENTION_BASIS_POINTS = 300;

export interface ProjectWish {
  readonly village?: string;
  readonly name?: string;
  readonly site?: string;
  readonly amountFen?: number;
  readonly plannedOn?: string;
  /** From the first day of the works to acceptance. */
  readonly days?: number;
  /** Who runs it: a unit of its own where absent. */
  readonly unit?: Organisation;
  readonly contractor?: Organisation;
  readonly programme?: string;
  readonly functionCode?: string;
  /** Money it is paid from; money of its own, issued two months before the plan, where absent. */
  readonly allocation?: string;
  readonly projectClass?: string;
}

export interface TenderWish {
  /** The winner first. */
  readonly bidders?: readonly Organisation[];
  readonly terms?: object;
  /** Further terms of the nth bid. */
  readonly bid?: (nth: number) => object;
}

const STEPS = ['admission', 'plan', 'tender', 'contract', 'notice', 'start', 'progress', 'acceptance', 'invoice', 'completion', 'advance', 'settlement', 'retention', 'end'] as const;
export type ProjectStep = (typeof STEPS)[number];

export class OrderlyProject {
  readonly id: string;
  readonly village: string;
  readonly name: string;
  readonly site: string;
  readonly amountFen: number;
  readonly unit: Organisation;
  readonly contractor: Organisation;
  readonly programme: string;
  readonly functionCode: string;
  readonly allocation: string;
  readonly projectClass: string;
  readonly contractNumber: string;
  /** Once it was tendered. */
  private tenderNumber: string | undefined;
  readonly plannedOn: string;
  readonly signedOn: string;
  readonly startOn: string;
  readonly halfwayOn: string;
  readonly acceptedOn: string;

  constructor(readonly world: CaseWorld, wish: ProjectWish = {}) {
    const { chance } = world;
    this.id = world.id('x');
    world.owns('project', this.id);
    this.village = wish.village ?? world.village();
    this.amountFen = wish.amountFen ?? chance.whole(200, 900) * 100_000;
    this.plannedOn = wish.plannedOn ?? addDays('2018-03-12', chance.whole(0, 70));
    this.signedOn = addDays(this.plannedOn, 30);
    this.startOn = addDays(this.plannedOn, 46);
    const days = wish.days ?? chance.whole(50, 90);
    this.halfwayOn = addDays(this.startOn, Math.floor(days / 2));
    this.acceptedOn = addDays(this.startOn, days);
    this.name = wish.name ?? `示例${this.village.slice(6)}村${chance.pick(WORKS)}`;
    this.site = wish.site ?? `示例${this.village.slice(6)}村${String(chance.whole(1, 9))}组`;
    this.unit = wish.unit ?? world.organisation('12');
    this.contractor = wish.contractor ?? world.organisation('91');
    this.programme = wish.programme ?? 'WORKS';
    this.functionCode = wish.functionCode ?? '2130504';
    this.projectClass = wish.projectClass ?? 'village-infrastructure';
    this.contractNumber = `HT-${this.id}`;
    this.allocation = wish.allocation ?? world.money({ programme: this.programme, functionCode: this.functionCode, amountFen: this.amountFen, on: addDays(this.plannedOn, -60), budgetYear: Number(this.plannedOn.slice(0, 4)) });
  }

  /** `on` is the day it happened and was told. */
  say(on: string, type: string, data: object = {}): this {
    this.world.say(on, 'office', type, this.id, { ...data, occurredOn: on });
    return this;
  }

  admission(on = addDays(this.plannedOn, -20)): this {
    const { village: region, name, projectClass, site, amountFen } = this;
    return this.say(addDays(on, -20), 'ProposeProject', { region, name, projectClass, site, content: name, amountFen, meetingOn: addDays(on, -25) })
      .say(addDays(on, -10), 'ScreenProject', { outcome: 'passed', office: '示例镇人民政府' })
      .say(on, 'AdmitProject', { libraryVersion: `${on.slice(0, 4)}-1`, projectClass, performanceTarget: '改善生产生活条件', amountFen, documentNumber: `示扶组发〔${on.slice(0, 4)}〕2号`, office: '县扶贫开发领导小组' });
  }

  plan(more: object = {}, on = this.plannedOn): this {
    const { village: region, name, programme: programmeId, allocation: allocationId, site, unit, amountFen } = this;
    return this.say(on, 'PlanProject', {
      region, name, programmeId, allocationId, site, content: name, unitName: unit.name, unitUscc: unit.uscc, amountFen, beneficiaryHouseholds: 40, plannedStart: this.startOn, plannedEnd: this.acceptedOn, ...more,
    });
  }

  /** Openly asked for, three bids, the lowest wins; candidates are posted for three days. */
  tender({ bidders = [this.contractor, this.world.organisation(), this.world.organisation()], terms = {}, bid = () => ({}) }: TenderWish = {}): this {
    this.tenderNumber = `ZB-${this.id}`;
    const { tenderNumber } = this;
    const day = (after: number): string => addDays(this.plannedOn, after);
    this.say(day(2), 'TenderProject', { tenderNumber, method: 'open', category: 'works', budgetFen: this.amountFen, lots: 1, closesOn: day(23), ...terms });
    bidders.forEach((bidder, nth) => this.say(day(20 + (nth % 3)), 'ReportBid', { tenderNumber, bidderUscc: bidder.uscc, bidderName: bidder.name, amountFen: this.amountFen + nth * 120_000, ...bid(nth) }));
    return this.say(day(28), 'AwardProject', { tenderNumber, winnerUscc: this.contractor.uscc, winnerName: this.contractor.name, amountFen: this.amountFen, candidatesFrom: day(24), candidatesUntil: day(27) });
  }

  contract(more: object = {}, on = this.signedOn): this {
    return this.say(on, 'SignContract', {
      contractNumber: this.contractNumber, ...(this.tenderNumber !== undefined && { tenderNumber: this.tenderNumber }), contractorUscc: this.contractor.uscc, contractorName: this.contractor.name, amountFen: this.amountFen,
      retentionBasisPoints: RETENTION_BASIS_POINTS, startOn: this.startOn, endOn: this.acceptedOn, ...more,
    });
  }

  private post(on: string, item: string, days: number, more: object): this {
    this.world.say(on, 'office', 'PostDisclosure', `project-${this.id}`, {
      kind: 'notice', item, level: 'unit', venue: 'board', venueName: '项目所在村公示栏', fields: ['name', 'source', 'amount', 'term', 'target', 'responsible', 'beneficiaries', 'hotline'],
      occurredOn: on, from: on, until: addDays(on, days), contentHash: this.world.hash(), ...more,
    });
    return this;
  }

  notice(on = addDays(this.startOn, -15), more: object = {}, days = 13): this {
    return this.post(on, 'project-before-start', days, more);
  }

  start(on = this.startOn): this {
    return this.say(on, 'StartProject');
  }

  progress(basisPoints = BASIS / 2, on = this.halfwayOn): this {
    return this.say(on, 'ReportProgress', { contractNumber: this.contractNumber, basisPoints });
  }

  acceptance(more: object = {}, on = this.acceptedOn): this {
    return this.progress(BASIS, addDays(on, -1)).say(on, 'AcceptProject', { settledFen: this.amountFen, ...more });
  }

  invoice(amountFen = this.amountFen, on = addDays(this.acceptedOn, 2)): this {
    return this.say(on, 'ReportInvoice', { contractNumber: this.contractNumber, invoiceNumber: this.world.id('FP'), sellerUscc: this.contractor.uscc, amountFen });
  }

  completion(on = addDays(this.acceptedOn, 9), more: object = {}, days = 13): this {
    return this.post(on, 'project-after-completion', days, more);
  }

  /** Paid to the contractor on its contract. Answers the payment's id. */
  pay(amountFen: number, on: string, more: Partial<PaymentWish> = {}): string {
    return this.world.pay({
      allocation: this.allocation, payee: this.contractor, purpose: 'rural-infrastructure', functionCode: this.functionCode, amountFen, on, ...more, terms: { projectId: this.id, contractNumber: this.contractNumber, ...more.terms },
    });
  }

  share(basisPoints: number): number {
    return Math.floor((this.amountFen / BASIS) * basisPoints);
  }

  /** Four tenths for half of the works. */
  advance(): this {
    this.pay(this.share(4_000), addDays(this.halfwayOn, 3));
    return this;
  }

  /** The rest after acceptance, but for the retention, of which is said why it waits. */
  settlement(): this {
    const restFen = this.share(BASIS - RETENTION_BASIS_POINTS);
    this.pay(restFen - this.share(4_000), addDays(this.acceptedOn, 20));
    const on = addDays(this.acceptedOn, 24);
    this.world.say(on, 'clerk', 'ExplainIdleFunds', this.allocation, { amountFen: this.amountFen - restFen, reason: 'retention', explanation: '质保金', documentNumber: this.contractNumber, until: addDays(this.acceptedOn, 400), occurredOn: on });
    return this;
  }

  /** Released when a year has passed, if the ledger lasts so long. */
  retention(on = addDays(this.acceptedOn, 370)): this {
    if (on >= addDays(LAST, -5)) return this;
    const amountFen = this.amountFen - this.share(BASIS - RETENTION_BASIS_POINTS);
    this.say(on, 'ReleaseRetention', { contractNumber: this.contractNumber, amountFen });
    this.pay(amountFen, on);
    return this;
  }

  end(on = addDays(this.acceptedOn, 60)): this {
    return on > LAST ? this : this.say(on, 'CloseProject', { settledFen: this.amountFen });
  }

  /** All steps but those a story tells otherwise or leaves untold. */
  told(without: readonly ProjectStep[] = []): this {
    for (const step of STEPS) if (!without.includes(step)) this[step]();
    return this;
  }
}

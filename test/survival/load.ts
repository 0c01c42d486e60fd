/** The work of a county, several offices at once, until told to stop: each keeps in mind what must stand in the ledger at the end. */
import { household, issue, openBatch, programme, receive, split } from '../support/county-commands';
import { inventedPerson } from '../support/invented-people';
import type { Caller } from './caller';

const COUNTY = '422826';
const USERS = ['province@42', ...['clerk', 'checker', 'bank', 'office', 'admin'].map((name) => `${name}@${COUNTY}`)];
const [PROVINCE, CLERK, CHECKER, BANK, OFFICE, ADMIN] = USERS as [string, string, string, string, string, string];

/** What one stream must hold, event by event, and what it must leave committed and paid. */
export interface Outcome {
  readonly streamId: string;
  readonly types: readonly string[];
  readonly heldFen: number;
  readonly paidFen: number;
}

/** A generator of numbers from a seed (mulberry32): the same seed, the same county. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));

export class Load {
  readonly outcomes: Outcome[] = [];
  private stopping = false;
  private lanes: Promise<void>[] = [];
  private failed: unknown;

  constructor(private readonly caller: Caller, private readonly seed: number) {}

  /** The money everybody works with. */
  async prepare(): Promise<void> {
    await this.caller.signIn(USERS);
    await this.caller.command(PROVINCE, 'DefineProgramme', 'grain', programme());
    // More than any machine can pay out before the last round ends.
    const amountFen = 1_000_000_000_00;
    await this.caller.command(PROVINCE, 'IssueAllocation', 'root-1', issue({ amountFen }));
    await this.caller.command(PROVINCE, 'SplitAllocation', 'root-1', split({ amountFen }));
    await this.caller.command(CLERK, 'ReceiveAllocation', 'county-1', receive({ amountFen }));
  }

  begin(): void {
    const lanes = [...times(3, (lane) => this.batches(lane)), ...times(2, (lane) => this.payments(lane)), this.households(), this.days()];
    this.lanes = lanes.map((lane) => lane.catch((error: unknown) => { this.failed ??= error; }));
  }

  /** Resolves when each office has finished what it has begun. */
  async end(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.lanes);
    if (this.failed !== undefined) throw this.failed as Error;
  }

  private async batches(lane: number): Promise<void> {
    const chance = chanceOf(this.seed + lane);
    for (let number = 0; !this.stopping; number += 1) await this.batch(`b-${String(lane)}-${String(number)}`, chance, lane * 100_000 + number * 10);
  }

  private async batch(id: string, chance: () => number, unique: number): Promise<void> {
    const at = (step: string): string => `/v1/batches/${id}/${step}`;
    const lines = times(2 + Math.floor(chance() * 6), (index) => {
      const { idNumber, name, card } = inventedPerson(1 + Math.floor(chance() * 50));
      return { payee: { idNumber, name }, account: { number: card }, amountFen: 1_000_00 + unique + index };
    });
    const total = lines.reduce((sum, { amountFen }) => sum + amountFen, 0);
    await this.caller.keep(CLERK, '/v1/batches', { id, ...openBatch({ declaredCount: lines.length, declaredTotalFen: total }) }, `open-${id}`);
    if (chance() < 0.5) await this.caller.send(CLERK, at('lines'), JSON.stringify({ lines }), { 'content-type': 'application/json' });
    else await this.upload(id, lines);
    await this.caller.keep(CLERK, at('submit'), { occurredOn: '2018-03-02' }, `submit-${id}`);
    await this.caller.keep(CHECKER, at('approve'), { occurredOn: '2018-03-03' }, `approve-${id}`);
    await this.caller.keep(CLERK, at('send'), { occurredOn: '2018-03-04' }, `send-${id}`);
    const failed = Math.floor(chance() * 3);
    const results = lines.map(({ amountFen }, index) => ({ ordinal: index + 1, amountFen, ...(index < failed ? { outcome: 'failed', reason: 'F01' } : { outcome: 'settled' }) }));
    await this.caller.keep(BANK, at('results'), { resultsId: `${id}-r1`, occurredOn: '2018-03-05', lines: results }, `results-${id}`);
    const last = lines.length;
    const back = failed < last && chance() < 0.3 ? [{ ordinal: last, amountFen: lines[last - 1]?.amountFen ?? 0, outcome: 'returned', reason: 'F14' }] : [];
    if (back.length > 0) await this.caller.keep(BANK, at('results'), { resultsId: `${id}-r2`, occurredOn: '2018-03-06', lines: back }, `returns-${id}`);
    const closed = chance() < 0.5;
    if (closed) await this.caller.keep(CLERK, at('close'), { occurredOn: '2018-03-20' }, `close-${id}`);
    const unpaid = lines.slice(0, failed).reduce((sum, { amountFen }) => sum + amountFen, 0) + (back[0]?.amountFen ?? 0);
    this.outcomes.push({
      streamId: `batch-${id}`, heldFen: closed ? 0 : unpaid, paidFen: total - unpaid,
      types: [
        'BatchOpened', ...lines.map(() => 'DisbursementEntered'), 'BatchSubmitted', 'BatchApproved', 'BatchSent', 'ResultsReceived',
        ...results.map(({ outcome }) => (outcome === 'failed' ? 'DisbursementFailed' : 'DisbursementSettled')), ...back.flatMap(() => ['ResultsReceived', 'DisbursementReturned']), ...(closed ? ['BatchClosed'] : []),
      ],
    });
  }

  /** A job dies with its process; the list is sent again until one came to its end. */
  private async upload(id: string, lines: readonly { payee: { idNumber: string; name: string }; account: { number: string }; amountFen: number }[]): Promise<void> {
    const rows = lines.map(({ payee, account, amountFen }, index) => `${String(index + 1)},${payee.name},${payee.name},${payee.idNumber},农商行,${account.number},${(amountFen / 100).toFixed(2)}`);
    const file = ['序号,户主姓名,受益人姓名,身份证号,开户行,账号,实发', ...rows, ''].join('\r\n');
    for (;;) {
      const { jobId } = await this.caller.send(CLERK, `/v1/batches/${id}/file?name=list.csv`, file, { 'content-type': 'text/csv' });
      for (;;) {
        const job = await this.caller.send(CLERK, `/v1/jobs/${String(jobId)}`, undefined);
        if (job['state'] === 'done') return;
        if (job['state'] !== 'running') break;
        await new Promise((resolve) => setTimeout(resolve, 40));
      }
    }
  }

  private async payments(lane: number): Promise<void> {
    const chance = chanceOf(this.seed + 50 + lane);
    for (let number = 0; !this.stopping; number += 1) {
      const id = `p-${String(lane)}-${String(number)}`;
      const amountFen = 1_000_00 + Math.floor(chance() * 1_000_00);
      await this.caller.command(CLERK, 'OrderPayment', id, {
        region: COUNTY, allocationId: 'county-1', payeeKind: 'organisation', payeeName: '示例建设有限公司', account: { number: inventedPerson(99).card }, amountFen, economicClass: '31005',
        functionCode: '2130504', purpose: 'rural-infrastructure', summary: '工程款', occurredOn: '2018-04-01',
      });
      const last = ['rejected', 'approved', 'executed', 'reversed'][Math.floor(chance() * 4)];
      const types = ['PaymentOrdered'];
      if (last === 'rejected') await this.payment('Reject', id, { reason: '材料不全', occurredOn: '2018-04-02' }, types);
      else await this.payment('Approve', id, { occurredOn: '2018-04-02' }, types);
      if (last === 'executed' || last === 'reversed') await this.payment('Execute', id, { voucherNumber: `V-${id}`, occurredOn: '2018-04-03' }, types);
      if (last === 'reversed') await this.payment('Reverse', id, { reason: '收款人名称有误', occurredOn: '2018-04-04' }, types);
      this.outcomes.push({ streamId: `payment-${id}`, types, heldFen: last === 'approved' ? amountFen : 0, paidFen: last === 'executed' ? amountFen : 0 });
    }
  }

  private async payment(step: 'Approve' | 'Reject' | 'Execute' | 'Reverse', id: string, data: object, types: string[]): Promise<void> {
    await this.caller.command(step === 'Approve' || step === 'Reject' ? CHECKER : CLERK, `${step}Payment`, id, data);
    types.push(`Payment${{ Approve: 'Approved', Reject: 'Rejected', Execute: 'Executed', Reverse: 'Reversed' }[step]}`);
  }

  private async households(): Promise<void> {
    for (let number = 0; !this.stopping; number += 1) {
      const { idNumber, name } = inventedPerson(1_000 + number);
      const head = { idNumber, name };
      const id = `h-${String(number)}`;
      await this.caller.command(OFFICE, 'RegisterHousehold', id, household({ register: { number: `42282600${String(number).padStart(4, '0')}` }, head, members: [{ person: head, relation: 'head' }] }));
      this.outcomes.push({ streamId: `household-${id}`, types: ['HouseholdRegistered'], heldFen: 0, paidFen: 0 });
    }
  }

  /** The ledger day goes on while the others write. */
  private async days(): Promise<void> {
    const first = Date.UTC(2018, 11, 31);
    const types: string[] = [];
    for (let day = 0; !this.stopping; day += 1) {
      await this.caller.command(ADMIN, 'EndDay', 'ledger', { occurredOn: new Date(first + day * 86_400_000).toISOString().slice(0, 10) });
      types.push('DayEnded');
    }
    this.outcomes.push({ streamId: 'day-ledger', types, heldFen: 0, paidFen: 0 });
  }
}

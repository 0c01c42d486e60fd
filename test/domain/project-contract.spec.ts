/** What a project buys is recorded however irregular; only what would count twice, or follow its end, is refused. */
import fc from 'fast-check';
import type { CommandRule, Message } from '../../src/domain/decider';
import project from '../../src/domain/project';
import { Refused } from '../../src/domain/refused';
import { sampleOf } from '../support/sample';
import { seed, storyOf, told } from '../support/story';

const { given } = storyOf(project, { role: 'office' });
const on = (occurredOn: string) => ({ occurredOn });
const firm = '91422801MA0000000A';
const plan = {
  region: '422899101201', name: '村级道路硬化', programmeId: 'roads', site: '一组', content: '硬化道路', unitName: '示例乡人民政府', amountFen: 120_000_000,
  plannedStart: '2018-04-01', plannedEnd: '2018-10-31', ...on('2018-02-20'),
};
const planned = told('ProjectPlanned', plan);
const tender = { tenderNumber: 'T-1', method: 'open', category: 'works', budgetFen: 120_000_000, lots: 1, closesOn: '2018-03-20', ...on('2018-03-01') };
const bid = { tenderNumber: 'T-1', bidderUscc: firm, bidderName: '示例建筑公司', amountFen: 118_000_000, ...on('2018-03-19') };
const award = { tenderNumber: 'T-1', winnerUscc: firm, winnerName: '示例建筑公司', amountFen: 118_000_000, candidatesFrom: '2018-03-21', candidatesUntil: '2018-03-23', ...on('2018-03-26') };
const contract = { contractNumber: 'C-1', contractorUscc: firm, contractorName: '示例建筑公司', amountFen: 118_000_000, retentionBasisPoints: 300, startOn: '2018-04-01', endOn: '2018-10-31', ...on('2018-03-28') };
const amendment = { contractNumber: 'C-1', amountFen: 125_000_000, reason: '增加涵洞', ...on('2018-07-01') };
const progress = { contractNumber: 'C-1', basisPoints: 4000, ...on('2018-06-30') };
const invoice = { contractNumber: 'C-1', invoiceNumber: '00012345', sellerUscc: firm, amountFen: 50_000_000, ...on('2018-07-05') };
const release = { contractNumber: 'C-1', amountFen: 3_540_000, ...on('2019-11-01') };
const signed = told('ContractSigned', contract);
const MOST = Number.MAX_SAFE_INTEGER;

describe('what a project buys', () => {
  it('announces a tender once, open until it closes', () => {
    given(planned).when('TenderProject', tender).thenRecords('ProjectTendered');
    given(planned, told('ProjectTendered', tender)).when('TenderProject', tender).thenRefuses('tender-already-announced');
    given(planned).when('TenderProject', { ...tender, closesOn: '2018-02-28' }).thenRefuses('dates-reversed');
  });

  it('counts bids and awards, also of a tender announced later', () => {
    given(planned).when('ReportBid', bid).thenRecords('BidReceived');
    given(planned).when('AwardProject', award).thenRecords('ProjectAwarded');
    given(planned).when('AwardProject', { ...award, candidatesUntil: '2018-03-20' }).thenRefuses('dates-reversed');
    const early = [planned, told('BidReceived', bid), told('BidReceived', bid), told('ProjectAwarded', award)];
    given(...early).when('TenderProject', tender).thenRecords('ProjectTendered');
    expect(given(...early, told('ProjectTendered', tender)).state().contracts.tenders.get('T-1')).toEqual({ announced: tender, bids: 2, awards: [award] });
  });

  it('signs a contract once under one number', () => {
    given(planned).when('SignContract', contract).thenRecords('ContractSigned');
    given(planned, signed).when('SignContract', contract).thenRefuses('contract-already-signed');
    given(planned, signed).when('SignContract', { ...contract, contractNumber: 'C-2' }).thenRecords('ContractSigned');
    given(planned).when('SignContract', { ...contract, endOn: '2018-03-31' }).thenRefuses('dates-reversed');
  });

  it('amends what it says, leaves the rest, and stands when the signing is told after it', () => {
    given(planned).when('AmendContract', amendment).thenRecords('ContractAmended');
    given(planned, signed).when('AmendContract', { contractNumber: 'C-1', reason: '补充', ...on('2018-07-01') }).thenRefuses('nothing-amended');
    const after = { signed: contract, amountFen: 125_000_000, endOn: '2018-10-31', retentionBasisPoints: 300, invoicedFen: 0, retentionReleasedFen: 0 };
    expect(given(planned, signed, told('ContractAmended', amendment)).state().contracts.contracts.get('C-1')).toEqual(after);
    expect(given(planned, told('ContractAmended', amendment), signed).state().contracts.contracts.get('C-1')).toEqual(after);
    const silent = told('ContractAmended', { contractNumber: 'C-1', retentionBasisPoints: 0, endOn: '2018-12-31', reason: '协商', ...on('2018-07-02') });
    expect(given(planned, signed, silent).state().contracts.contracts.get('C-1')).toMatchObject({ amountFen: 118_000_000, endOn: '2018-12-31', retentionBasisPoints: 0 });
  });

  it('keeps the progress of the whole project apart from that of a contract', () => {
    given(planned).when('ReportProgress', progress).thenRecords('ProgressReported');
    const whole = told('ProgressReported', { basisPoints: 2500, ...on('2018-06-30') });
    expect(given(planned, whole, told('ProgressReported', progress)).state().contracts.progressBasisPoints).toBe(2500);
  });

  it('sums invoices and released retention by contract', () => {
    given(planned).when('ReportInvoice', { ...invoice, contractNumber: undefined }).thenRecords('InvoiceReceived');
    given(planned, signed).when('ReleaseRetention', release).thenRecords('RetentionReleased');
    const invoiced = told('InvoiceReceived', invoice);
    const history = [planned, invoiced, signed, told('InvoiceReceived', { ...invoice, amountFen: 1 }), told('InvoiceReceived', { ...invoice, contractNumber: undefined }), told('RetentionReleased', release), told('RetentionReleased', release)];
    expect(given(...history).state().contracts.contracts.get('C-1')).toMatchObject({ invoicedFen: 50_000_001, retentionReleasedFen: 7_080_000 });
    given(planned, invoiced).when('ReportInvoice', { ...invoice, amountFen: MOST }).thenRefuses('amount-out-of-range');
    given(planned, told('RetentionReleased', release)).when('ReleaseRetention', { ...release, amountFen: MOST }).thenRefuses('amount-out-of-range');
  });
});

describe('a project that has ended', () => {
  it.each([['project-closed', told('ProjectClosed', on('2018-12-01'))], ['project-terminated', told('ProjectTerminated', { reason: '不再实施', ...on('2018-12-01') })]])('%s: takes late reports of earlier steps, no step on or after its end', (code, end) => {
    given(planned, end).when('ReportProgress', progress).thenRecords('ProgressReported');
    given(planned, end).when('ReportProgress', { ...progress, ...on('2018-12-01') }).thenRefuses(code);
    given(planned, end).when('CloseProject', on('2018-11-01')).thenRefuses(code);
    given(planned, end).when('ReportInvoice', { ...invoice, ...on('2019-01-01') }).thenRecords('InvoiceReceived');
    given(planned, end).when('ReleaseRetention', release).thenRecords('RetentionReleased');
  });

  const STEPS = [
    'ProposeProject', 'ScreenProject', 'AdmitProject', 'PlanProject', 'TenderProject', 'ReportBid', 'AwardProject', 'SignContract', 'AmendContract', 'StartProject', 'ReportProgress', 'AcceptProject',
    'CloseProject', 'TerminateProject',
  ];
  const rules = Object.entries(project.commands as Record<string, CommandRule>);
  const changing = {
    occurredOn: fc.constantFrom('2018-01-01', '2018-06-01', '2018-12-01', '2019-03-01'), amountFen: fc.constantFrom(1, 50_000, MOST), fundsFen: fc.constantFrom(1, MOST),
    tenderNumber: fc.constantFrom('T-1', 'T-2'), contractNumber: fc.constantFrom('C-1', 'C-2'), region: fc.constantFrom('422899101201', '422899101202'),
    changeRevision: fc.nat(12), postedRevision: fc.nat(12), aboutRevision: fc.nat(12), until: fc.constantFrom('2017-12-31', '2019-12-31'), endOn: fc.constantFrom('2017-12-31', '2019-12-31'),
  };
  const attempt: fc.Arbitrary<Message> = fc.tuple(fc.constantFrom(...rules), fc.record(changing)).map(([[type, { data }], changes]) => {
    const sample = sampleOf(data);
    return { type, data: { ...sample, ...Object.fromEntries(Object.entries(changes).filter(([name]) => name in sample)) } };
  });

  it('refuses in no other way than by a refusal, and no step follows the end, whatever is tried', () => {
    const end: fc.Arbitrary<Message> = fc.constantFrom({ type: 'CloseProject', data: on('2018-12-01') }, { type: 'TerminateProject', data: { reason: '不再实施', ...on('2018-06-01') } });
    const course = fc.tuple(fc.array(attempt, { maxLength: 20 }), end, fc.array(attempt, { minLength: 10, maxLength: 20 })).map(([before, ending, after]) => [...before, ending, ...after]);
    fc.assert(fc.property(course, (attempts) => {
      let state = given(planned).state();
      for (const command of attempts) {
        const { ended } = state;
        let code = 'recorded';
        try {
          const events = project.decide(command as never, state, { id: '1', actor: { id: 'a', role: 'office', office: 'o', region: '42' }, ledgerDay: undefined, cited: new Map() });
          for (const event of events) state = project.evolve(state, event);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          code = error.code;
        }
        if (ended && STEPS.includes(command.type) && (command.data as { occurredOn: string }).occurredOn >= ended.on) expect(code).toBe(`project-${ended.how}`);
      }
      expect(state.ended).toBeDefined();
    }), { seed });
  });
});

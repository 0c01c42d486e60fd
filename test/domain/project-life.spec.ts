/** A project from the village's proposal to its closing: the library, what it buys, what it does for households. Only what cannot be is refused. */
import fc from 'fast-check';
import type { Message } from '../../src/domain/decider';
import project, { standingOf, type ProjectState } from '../../src/domain/project';
import { dividendFen, dueDays } from '../../src/domain/project-linkage';
import { Refused } from '../../src/domain/refused';
import { seed, storyOf, told, type Told } from '../support/story';

const { given, fold } = storyOf(project, { role: 'office' });
const VILLAGE = '422899101201';
const at = (occurredOn: string, data: object): object => ({ ...data, occurredOn });
const proposal = at('2018-01-10', { region: VILLAGE, name: '村道硬化', projectClass: 'village-infrastructure', site: '一组', content: '硬化 1 公里', amountFen: 40_000_000 });
const screening = at('2018-01-20', { outcome: 'passed', office: '云岭镇人民政府' });
const admission = at('2018-02-01', { libraryVersion: '2018-1', projectClass: 'village-infrastructure', performanceTarget: '受益 60 户', documentNumber: '示扶组发〔2018〕3号', office: '县扶贫开发领导小组' });
const removal = at('2018-03-01', { reason: '选址不当' });
const plan = at('2018-02-20', { region: VILLAGE, name: '村道硬化', programmeId: 'roads', site: '一组', content: '硬化 1 公里', unitName: '示例乡人民政府', amountFen: 40_000_000, plannedStart: '2018-04-01', plannedEnd: '2018-10-31' });
const tender = at('2018-03-01', { tenderNumber: 'ZB-1', method: 'open', category: 'works', budgetFen: 40_000_000, lots: 1, closesOn: '2018-03-21' });
const bid = (bidderUscc: string, amountFen: number) => at('2018-03-20', { tenderNumber: 'ZB-1', bidderUscc, bidderName: '示例建设公司', amountFen });
const award = at('2018-03-25', { tenderNumber: 'ZB-1', winnerUscc: '91422801MA0000000A', winnerName: '示例建设公司', amountFen: 39_000_000, candidatesFrom: '2018-03-22', candidatesUntil: '2018-03-25' });
const contract = at('2018-04-01', { contractNumber: 'HT-1', contractorUscc: '91422801MA0000000A', contractorName: '示例建设公司', tenderNumber: 'ZB-1', amountFen: 39_000_000, retentionBasisPoints: 300, startOn: '2018-04-05', endOn: '2018-10-20' });
const linkage = at('2018-04-10', { agreementNumber: 'LJ-1', entityUscc: '93422801MA00000004', mode: 'shareholding', fundsFen: 10_000_000, households: ['h1', 'h2'], dividend: { everyMonths: 12, firstDueOn: '2018-12-31', times: 3, amountFen: 50_000, per: 'household' } });
const planned = told('ProjectPlanned', plan);
const closed = told('ProjectClosed', { occurredOn: '2018-12-20' });

describe('the library', () => {
  it('is entered by proposal, examination and admission, and left again', () => {
    given().when('ProposeProject', proposal).thenRecords('ProjectProposed');
    given(told('ProjectProposed', proposal)).when('ScreenProject', screening).thenRecords('ProjectScreened');
    given(told('ProjectProposed', proposal)).when('AdmitProject', admission).thenRecords('ProjectAdmitted');
    given(told('ProjectProposed', proposal), told('ProjectAdmitted', admission)).when('RemoveProject', removal).thenRecords('ProjectRemoved');
    given(told('ProjectProposed', proposal), told('ProjectAdmitted', admission), told('ProjectRemoved', removal)).when('AdmitProject', admission).thenRecords('ProjectAdmitted');
  });

  it('holds a project once, and gives up only what it holds', () => {
    given(told('ProjectProposed', proposal)).when('ProposeProject', proposal).thenRefuses('already-exists');
    given(told('ProjectProposed', proposal), told('ProjectAdmitted', admission)).when('AdmitProject', admission).thenRefuses('project-already-admitted');
    given(planned).when('RemoveProject', removal).thenRefuses('project-not-in-library');
    given().when('AdmitProject', admission).thenRefuses('not-found');
  });

  it('may be entered after the plan: that is for a rule to see', () => {
    given(planned).when('ProposeProject', proposal).thenRecords('ProjectProposed');
    given(planned).when('AdmitProject', admission).thenRecords('ProjectAdmitted');
    given(planned).when('ProposeProject', { ...proposal, region: '422899101202' }).thenRefuses('region-differs');
    given(told('ProjectProposed', proposal)).when('PlanProject', plan).thenRecords('ProjectPlanned');
  });
});

describe('what a project buys', () => {
  it('is tendered and contracted once under a number, in days that follow each other', () => {
    given(planned).when('TenderProject', tender).thenRecords('ProjectTendered');
    given(planned, told('ProjectTendered', tender)).when('TenderProject', tender).thenRefuses('tender-already-announced');
    given(planned).when('TenderProject', { ...tender, closesOn: '2018-02-28' }).thenRefuses('dates-reversed');
    given(planned).when('AwardProject', { ...award, candidatesUntil: '2018-03-21' }).thenRefuses('dates-reversed');
    given(planned).when('SignContract', contract).thenRecords('ContractSigned');
    given(planned, told('ContractSigned', contract)).when('SignContract', contract).thenRefuses('contract-already-signed');
    given(planned).when('SignContract', { ...contract, endOn: '2018-04-04' }).thenRefuses('dates-reversed');
    given(planned).when('AmendContract', at('2018-06-01', { contractNumber: 'HT-1', reason: '增加工程量' })).thenRefuses('nothing-amended');
  });

  it('adds up by contract, whatever came first', () => {
    const amended = told('ContractAmended', at('2018-06-01', { contractNumber: 'HT-1', amountFen: 42_000_000, reason: '增加工程量' }));
    const invoice = (number: string, amountFen: number): Told => told('InvoiceReceived', at('2018-07-01', { contractNumber: 'HT-1', invoiceNumber: number, sellerUscc: '91422801MA0000000A', amountFen }));
    const released = told('RetentionReleased', at('2019-11-01', { contractNumber: 'HT-1', amountFen: 1_170_000 }));
    const signed = told('ContractSigned', contract);
    const { contracts, tenders, progressBasisPoints } = fold([
      planned, told('ProjectTendered', tender), told('BidReceived', bid('91422801MA0000000A', 39_000_000)), told('BidReceived', bid('91422801MA0000000A', 39_500_000)), told('ProjectAwarded', award), signed, amended,
      invoice('1', 20_000_000), invoice('2', 19_000_000), released, told('ProgressReported', at('2018-07-01', { basisPoints: 5_000 })), told('ProgressReported', at('2018-07-01', { contractNumber: 'HT-1', basisPoints: 9_000 })),
    ]).contracts;
    expect(contracts.get('HT-1')).toMatchObject({ amountFen: 42_000_000, retentionBasisPoints: 300, endOn: '2018-10-20', invoicedFen: 39_000_000, retentionReleasedFen: 1_170_000 });
    expect(tenders.get('ZB-1')).toMatchObject({ bids: 2, awards: [{ amountFen: 39_000_000 }] });
    expect(progressBasisPoints).toBe(5_000);
    expect(fold([planned, amended, signed]).contracts.contracts.get('HT-1')?.amountFen).toBe(42_000_000);
  });
});

describe('what it does for households', () => {
  it('says what is due on which day, and what was paid', () => {
    given(planned).when('AgreeLinkage', linkage).thenRecords('LinkageAgreed');
    expect(dueDays((linkage as { dividend: never }).dividend)).toEqual(['2018-12-31', '2019-12-31', '2020-12-31']);
    expect([dividendFen(linkage as never), dividendFen({ ...linkage, dividend: { ...(linkage as { dividend: object }).dividend, per: 'total' } } as never)]).toEqual([100_000, 50_000]);
    const paid = told('DividendPaid', at('2018-12-28', { agreementNumber: 'LJ-1', entityUscc: '93422801MA00000004', periodDueOn: '2018-12-31', payments: [{ householdId: 'h1', amountFen: 50_000 }] }));
    expect(fold([planned, told('LinkageAgreed', linkage), told('LinkageAgreed', { ...linkage, households: ['h3'] }), paid]).linkages.get('LJ-1')).toMatchObject({ fundsFen: 20_000_000, dividendsPaidFen: 50_000, households: new Set(['h1', 'h2', 'h3']) });
  });

  it('records an agreement that helps nobody, and counts nobody twice', () => {
    const { dividend: _, ...without } = linkage as { dividend: object };
    given(planned).when('AgreeLinkage', { ...without, households: [] }).thenRecords('LinkageAgreed');
    given(planned).when('AgreeLinkage', { ...linkage, households: [] }).thenRefuses('dividend-for-nobody');
    given(planned).when('AgreeLinkage', { ...linkage, households: ['h1', 'h1'] }).thenRefuses('household-twice');
    given(planned).when('AgreeLinkage', { ...linkage, until: '2018-04-09' }).thenRefuses('dates-reversed');
    given(planned).when('PayDividend', at('2018-12-28', { agreementNumber: 'LJ-1', entityUscc: '93422801MA00000004', periodDueOn: '2018-12-31', payments: [] })).thenRefuses('nothing-paid');
  });
});

describe('the end of a project', () => {
  it('takes no further step, but what was done before and only told late', () => {
    given(planned, closed).when('StartProject', { occurredOn: '2018-12-20' }).thenRefuses('project-closed');
    given(planned, closed).when('StartProject', { occurredOn: '2018-04-02' }).thenRecords('ProjectStarted');
    given(planned, closed).when('AdmitProject', admission).thenRefuses('project-closed');
    given(planned, told('ProjectTerminated', { reason: '资金不落实', occurredOn: '2018-05-01' })).when('CloseProject', { occurredOn: '2018-06-01' }).thenRefuses('project-terminated');
  });

  it('leaves room for what outlives it', () => {
    given(planned, closed).when('ReleaseRetention', at('2019-11-01', { contractNumber: 'HT-1', amountFen: 1 })).thenRecords('RetentionReleased');
    given(planned, closed).when('ReportProjectChange', at('2019-03-01', { aspect: 'site', reason: '审计发现' })).thenRecords('ProjectChanged');
  });

  it('is told in one word', () => {
    const standing = (...events: readonly Told[]): string => standingOf(fold(events));
    expect([
      standing(told('ProjectProposed', proposal)), standing(told('ProjectProposed', proposal), told('ProjectAdmitted', admission)), standing(planned), standing(planned, told('ProjectStarted', { occurredOn: '2018-04-02' })),
      standing(planned, told('ProjectAccepted', { occurredOn: '2018-11-02' })), standing(planned, closed), standing(planned, told('ProjectTerminated', { reason: 'r', occurredOn: '2018-05-01' })),
    ]).toEqual(['proposed', 'in-library', 'planned', 'started', 'accepted', 'closed', 'terminated']);
  });
});

const drawn: readonly Message[] = [
  { type: 'ProposeProject', data: proposal }, { type: 'ScreenProject', data: screening }, { type: 'AdmitProject', data: admission }, { type: 'RemoveProject', data: removal }, { type: 'PlanProject', data: plan },
  { type: 'TenderProject', data: tender }, { type: 'ReportBid', data: bid('91422801MA0000000A', 1) }, { type: 'AwardProject', data: award }, { type: 'SignContract', data: contract },
  { type: 'StartProject', data: { occurredOn: '2018-04-02' } }, { type: 'AcceptProject', data: { occurredOn: '2018-11-02' } }, { type: 'CloseProject', data: { occurredOn: '2018-12-20' } },
  { type: 'TerminateProject', data: { reason: 'r', occurredOn: '2018-12-21' } }, { type: 'AgreeLinkage', data: linkage }, { type: 'ReleaseRetention', data: at('2019-11-01', { contractNumber: 'HT-1', amountFen: 1 }) },
];

it('in any order, a step is recorded or refused, a refusal changes nothing, and nothing is accepted, closed or in the library twice', () => {
  fc.assert(fc.property(fc.array(fc.nat(drawn.length - 1), { maxLength: 40 }), (order) => {
    let state: ProjectState = project.initial;
    const seen: string[] = [];
    for (const index of order) {
      const before = JSON.stringify(state);
      try {
        for (const event of project.decide(drawn[index] as never, state, { id: 'p', actor: { id: 'o', role: 'office', office: 'o', region: '422899' }, ledgerDay: undefined, cited: new Map() })) {
          state = project.evolve(state, event);
          seen.push(event.type);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(Refused);
        expect(JSON.stringify(state)).toBe(before);
      }
    }
    for (const type of ['ProjectPlanned', 'ProjectStarted', 'ProjectAccepted', 'ContractSigned', 'ProjectTendered', 'ProjectProposed']) expect(seen.filter((each) => each === type).length).toBeLessThanOrEqual(1);
    expect(seen.filter((each) => each === 'ProjectClosed' || each === 'ProjectTerminated').length).toBeLessThanOrEqual(1);
    expect(seen.filter((each) => each === 'ProjectAdmitted').length - seen.filter((each) => each === 'ProjectRemoved').length).toBe(state.library.inLibrary ? 1 : 0);
  }), { seed, numRuns: 300 });
});

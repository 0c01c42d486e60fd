/** What one person or household is granted and gets: months never covered twice, bills that add up, and what is above the cap falls due beside the bill. */
import benefit from '../../src/domain/benefit';
import { recorded, ref, storyOf, told } from '../support/story';

const { given } = storyOf(benefit, { id: 'b-1', role: 'office' });
const [li, wang] = [ref('p', 1), ref('p', 2)];
const of = { region: '422899101201', personRef: li, householdId: 'h-1' };

describe('an allowance', () => {
  const allowance = { ...of, programmeId: 'SUBSISTENCE', from: '2018-01', amountPerMonthFen: 38_400, topUpFen: 6_400, topUpClasses: ['elderly'], grade: 'A', occurredOn: '2017-12-20' };
  const granted = told('AllowanceGranted', allowance);
  const end = { programmeId: 'SUBSISTENCE', until: '2018-06', reason: '收入超标', occurredOn: '2018-06-20' };

  it('covers each month of a programme once; another programme may stand beside it', () => {
    given().when('GrantAllowance', allowance).thenRecords('AllowanceGranted');
    given(granted).when('GrantAllowance', { ...allowance, from: '2018-07' }).thenRefuses('allowance-already-granted');
    given(granted).when('GrantAllowance', { ...allowance, from: '2017-01', until: '2018-01' }).thenRefuses('allowance-already-granted');
    given(granted).when('GrantAllowance', { ...allowance, from: '2017-01', until: '2017-12' }).thenRecords('AllowanceGranted');
    given(granted).when('GrantAllowance', { ...allowance, programmeId: 'DISABLED-LIVING' }).thenRecords('AllowanceGranted');
  });

  it('ends with a month, once, and may then be granted anew', () => {
    const ended = told('AllowanceEnded', end);
    given(granted).when('EndAllowance', end).thenRecords('AllowanceEnded');
    given(granted).when('EndAllowance', { ...end, until: '2017-12' }).thenRefuses('no-such-allowance');
    given(granted, ended).when('EndAllowance', end).thenRefuses('no-such-allowance');
    given(granted, ended).when('GrantAllowance', { ...allowance, from: '2018-06' }).thenRefuses('allowance-already-granted');
    given(granted, ended).when('GrantAllowance', { ...allowance, from: '2018-07' }).thenRecords('AllowanceGranted');
    given().when('EndAllowance', end).thenRefuses('not-found');
  });

  it('is of one beneficiary in one place, who is named', () => {
    given().when('GrantAllowance', { ...allowance, personRef: undefined, householdId: undefined }).thenRefuses('nobody-benefits');
    given(granted).when('GrantAllowance', { ...allowance, programmeId: 'X', personRef: wang }).thenRefuses('other-beneficiary');
    given(granted).when('GrantAllowance', { ...allowance, programmeId: 'X', region: '422899101202' }).thenRefuses('other-region');
    given().when('GrantAllowance', { ...allowance, until: '2017-12' }).thenRefuses('dates-reversed');
    given().when('GrantAllowance', { ...allowance, topUpFen: 38_401 }).thenRefuses('top-up-beyond-amount');
    expect(benefit.region(benefit.initial, allowance)).toBe('422899101201');
    expect(benefit.region(given(granted).state(), {})).toBe('422899101201');
  });
});

describe('a medical bill', () => {
  const bill = (billId: string, ownFen: number, occurredOn: string, more: object = {}) => ({
    ...of, programmeId: 'MEDICAL', billId, kind: 'inpatient', billFen: 4_500_000 + ownFen, basicFen: 3_000_000, seriousFen: 800_000, assistanceFen: 500_000, guaranteeFen: 200_000, ownFen, occurredOn, ...more,
  });
  const programme = (versions: readonly { effectiveFrom: string; ownBurdenCapFen?: number }[]) => ({
    cited: new Map([['programme-MEDICAL', versions.map((version, index) => recorded(told(index === 0 ? 'ProgrammeDefined' : 'ProgrammeRevised', { region: '42', ...version }), index, 'programme-MEDICAL'))]]),
  });
  const capped = programme([{ effectiveFrom: '2018-01-01', ownBurdenCapFen: 500_000 }]);
  const settled = (...args: Parameters<typeof bill>) => told('MedicalBillSettled', bill(...args));
  const due = (year: number, ownBurdenFen: number, dueFen: number, occurredOn: string, capFen = 500_000) => ({ programmeId: 'MEDICAL', year, ownBurdenFen, capFen, dueFen, occurredOn });

  it('is what its legs and the own part come to', () => {
    given().when('SettleMedicalBill', bill('1', 300_000, '2018-03-01'), capped).thenRecords('MedicalBillSettled');
    given().when('SettleMedicalBill', bill('1', 300_000, '2018-03-01', { billFen: 4_800_001 })).thenRefuses('legs-differ-from-bill');
    given().when('SettleMedicalBill', bill('1', 300_000, '2018-03-01', { personRef: undefined })).thenRefuses('patient-missing');
    given(settled('1', 300_000, '2018-03-01')).when('SettleMedicalBill', bill('1', 300_000, '2018-03-01')).thenRefuses('bill-already-settled');
  });

  it('that takes the own burden of the year over the cap stands beside what falls due, to the fen', () => {
    given(settled('1', 300_000, '2018-03-01')).when('SettleMedicalBill', bill('2', 200_000, '2018-05-01'), capped).then({ type: 'MedicalBillSettled', data: bill('2', 200_000, '2018-05-01') });
    given(settled('1', 300_000, '2018-03-01')).when('SettleMedicalBill', bill('2', 200_001, '2018-05-01'), capped)
      .then({ type: 'MedicalBillSettled', data: bill('2', 200_001, '2018-05-01') }, { type: 'GuaranteeFellDue', data: due(2018, 500_001, 1, '2018-05-01') });
  });

  it('after it adds only what is newly due; another year begins at nothing', () => {
    const passed = [settled('1', 600_000, '2018-03-01'), told('GuaranteeFellDue', due(2018, 600_000, 100_000, '2018-03-01'))];
    expect(given(...passed).when('SettleMedicalBill', bill('2', 50_000, '2018-05-01'), capped).events().at(1)).toEqual({ type: 'GuaranteeFellDue', data: due(2018, 650_000, 50_000, '2018-05-01') });
    expect(given(...passed).when('SettleMedicalBill', bill('2', 50_000, '2019-01-02'), capped).events()).toHaveLength(1);
    expect(given(...passed, told('MedicalGuaranteePaid', { programmeId: 'MEDICAL', year: 2018, paidFen: 100_000, occurredOn: '2018-04-01' })).state().burden.get(2018)).toEqual({ ownFen: 600_000, dueFen: 100_000, paidFen: 100_000 });
  });

  it('is held against the cap of the day of the bill, and against none where none is set', () => {
    const revised = programme([{ effectiveFrom: '2018-01-01', ownBurdenCapFen: 500_000 }, { effectiveFrom: '2019-01-01', ownBurdenCapFen: 400_000 }]);
    expect(given().when('SettleMedicalBill', bill('1', 450_000, '2018-12-31'), revised).events()).toHaveLength(1);
    expect(given().when('SettleMedicalBill', bill('1', 450_000, '2019-01-01'), revised).events().at(1)).toEqual({ type: 'GuaranteeFellDue', data: due(2019, 450_000, 50_000, '2019-01-01', 400_000) });
    expect(given().when('SettleMedicalBill', bill('1', 9_000_000, '2018-03-01'), programme([{ effectiveFrom: '2018-01-01' }])).events()).toHaveLength(1);
    expect(given().when('SettleMedicalBill', bill('1', 9_000_000, '2018-03-01')).events()).toHaveLength(1);
    expect(benefit.commands.SettleMedicalBill.cites?.('b-1', bill('1', 1, '2018-03-01'), benefit.initial)).toEqual(['programme-MEDICAL']);
  });
});

describe('a paid post', () => {
  const ranger = { ...of, programmeId: 'FOREST-RANGER', from: '2018-01-01', until: '2018-12-31', yearlyFen: 400_000, occurredOn: '2017-12-28' };
  const engaged = told('RangerEngaged', ranger);
  const post = { ...of, programmeId: 'PUBLIC-POST', kind: 'public-welfare', post: '保洁员', from: '2018-06-01', monthlyFen: 50_000, occurredOn: '2018-05-30' };

  it('is not given twice for the same days; another programme’s beside it is for a rule to see', () => {
    given().when('EngageRanger', ranger).thenRecords('RangerEngaged');
    given(engaged).when('EngageRanger', { ...ranger, from: '2018-12-31', until: '2019-12-31' }).thenRefuses('post-already-held');
    given(engaged).when('EngageRanger', { ...ranger, from: '2019-01-01', until: '2019-12-31' }).thenRecords('RangerEngaged');
    given(engaged).when('EngagePost', post).thenRecords('PostEngaged');
    given().when('EngagePost', { ...post, personRef: undefined }).thenRefuses('holder-missing');
    given().when('EngageRanger', { ...ranger, until: '2017-12-31' }).thenRefuses('dates-reversed');
  });

  it('has attendance, of a post that is held', () => {
    const attendance = { programmeId: 'FOREST-RANGER', month: '2018-03', daysDue: 22, daysPresent: 9, occurredOn: '2018-04-02' };
    given(engaged).when('ReportAttendance', attendance).thenRecords('AttendanceReported');
    given(engaged).when('ReportAttendance', { ...attendance, programmeId: 'PUBLIC-POST' }).thenRefuses('no-such-post');
  });
});

describe('what is reported', () => {
  it.each([
    ['PayPremiumOnBehalf', 'PremiumPaidOnBehalf', { programmeId: 'PENSION-PREMIUM', insurance: 'pension', year: 2018, tierFen: 10_000, paidFen: 10_000, paidToInsurer: true, occurredOn: '2018-06-30' }],
    ['AidStudent', 'StudentAided', { programmeId: 'STUDENT-AID', schoolId: '3142000123', term: '2018-autumn', tier: 'junior', amountFen: 62_500, registeredMatch: true, occurredOn: '2018-09-20' }],
    ['TrainPerson', 'TrainingAttended', { programmeId: 'TRAINING', courseId: 'c-1', course: '茶叶加工', hours: 40, provider: '示例职校', occurredOn: '2018-07-15' }],
    ['ConfirmParticipation', 'ParticipationConfirmed', { programmeId: 'PUBLIC-POST', form: 'labour', from: '2018-01-01', confirmedBy: '村委会', occurredOn: '2018-07-15' }],
  ])('%s is recorded, again and again', (command, event, data) => {
    given().when(command, { ...of, ...data }).thenRecords(event);
    given(told(event, { ...of, ...data })).when(command, { ...of, ...data }).thenRecords(event);
  });

  it('may be proven by files of the stream', () => {
    const photo = { kind: 'photo', contentHash: 'a'.repeat(64), mediaType: 'image/jpeg', bytes: 1_000, aboutRevision: 0, occurredOn: '2018-07-15' };
    const confirmed = told('ParticipationConfirmed', { ...of, programmeId: 'P', form: 'labour', from: '2018-01-01', confirmedBy: '村委会', occurredOn: '2018-07-15' });
    given(confirmed).when('AttachEvidence', photo).thenRecords('EvidenceAttached');
    given(confirmed).when('AttachEvidence', { ...photo, aboutRevision: 1 }).thenRefuses('evidence-about-unknown');
    given().when('AttachEvidence', photo).thenRefuses('not-found');
  });
});

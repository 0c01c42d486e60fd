/** A home made safe or a household moved: each step once, none of the other kind; out of order is recorded. */
import house from '../../src/domain/house';
import { storyOf, told } from '../support/story';

const { given } = storyOf(house, { id: 'x-1', role: 'office' });
const of = { region: '422899101201', householdId: 'h-1' };
const listing = { ...of, programmeId: 'HOUSE-REBUILDING', grade: 'D', objectClass: 'registered', mode: 'rebuild', occurredOn: '2018-02-01' };
const target = { ...of, programmeId: 'RELOCATION', listVersion: '2016-1', persons: 3, settlement: 'concentrated', siteId: 'S-1', occurredOn: '2016-06-30' };
const listed = told('HouseListed', listing);
const targeted = told('RelocationTargeted', target);
const rebuilt = { mode: 'lease', areaMilliM2: 60_000, members: 3, ownDebtFen: 0, occurredOn: '2018-09-01' };
const accepted = { grantFen: 2_000_000, inspector: '县住建局', occurredOn: '2018-09-10' };
const settled = { areaMilliM2: 74_900, persons: 3, selfRaisedFen: 750_000, ownDebtFen: 0, movedInOn: '2018-01-20', occurredOn: '2018-02-01' };
const demolished = { reclaimed: true, occurredOn: '2018-06-01' };

describe('a dangerous house', () => {
  it('is listed, made safe by whatever way, accepted, each once', () => {
    given().when('ListHouse', listing).thenRecords('HouseListed');
    given(listed).when('RebuildHouse', rebuilt).thenRecords('HouseRebuilt');
    expect(given(listed, told('HouseRebuilt', rebuilt)).state()).toMatchObject({ mode: 'lease', rebuilt: true, accepted: false });
    given(listed).when('AcceptHouse', accepted).thenRecords('HouseAccepted');
    given(listed).when('ListHouse', listing).thenRefuses('already-exists');
    given(listed, told('HouseRebuilt', rebuilt)).when('RebuildHouse', rebuilt).thenRefuses('already-done');
    given(listed, told('HouseAccepted', accepted)).when('AcceptHouse', accepted).thenRefuses('already-done');
    given(listed).when('SettleRelocation', settled).thenRefuses('not-in-closed-list');
    given().when('AcceptHouse', accepted).thenRefuses('not-found');
  });
});

describe('a relocation', () => {
  it('is of the closed list, settled once, and the old house comes down once', () => {
    given().when('TargetRelocation', target).thenRecords('RelocationTargeted');
    given(targeted).when('SettleRelocation', settled).thenRecords('RelocationSettled');
    given(targeted, told('RelocationSettled', settled)).when('SettleRelocation', settled).thenRefuses('already-done');
    given(targeted).when('SettleRelocation', { ...settled, movedInOn: '2018-02-02' }).thenRefuses('dates-reversed');
    given(targeted).when('DemolishOldHouse', demolished).thenRecords('OldHouseDemolished');
    given(targeted, told('OldHouseDemolished', demolished)).when('DemolishOldHouse', demolished).thenRefuses('already-done');
    given(targeted).when('RebuildHouse', rebuilt).thenRefuses('not-a-dangerous-house');
    given(targeted).when('ListHouse', listing).thenRefuses('already-exists');
  });

  it('belongs to its village, posts its notice and keeps its photos', () => {
    expect([house.region(house.initial, target), house.region(given(targeted).state(), {})]).toEqual(['422899101201', '422899101201']);
    const notice = { kind: 'notice', item: 'other', level: 'village', venue: 'board', fields: ['beneficiaries'], occurredOn: '2018-02-01', from: '2018-02-01', until: '2018-02-11', contentHash: 'c'.repeat(64) };
    given(targeted).when('PostDisclosure', notice).thenRecords('DisclosurePosted');
    given(targeted).when('AttachEvidence', { kind: 'photo', contentHash: 'a'.repeat(64), mediaType: 'image/jpeg', bytes: 1_000, aboutRevision: 0, occurredOn: '2018-07-15' }).thenRecords('EvidenceAttached');
  });
});

/** A withdrawal names one posting of the same stream, by revision, once. */
import allocation from '../../src/domain/allocation';
import { issued, splitOff } from '../support/money-story';
import { hash, storyOf, told } from '../support/story';

const { given } = storyOf(allocation);
const posting = (over: object = {}) => ({
  kind: 'notice', item: 'allocation', level: 'county', venue: 'portal', fields: ['source', 'amount'], occurredOn: '2018-02-01', from: '2018-02-01', until: '2018-02-15', contentHash: hash('e'), ...over,
});
const posted = told('DisclosurePosted', posting());
const withdrawal = (postedRevision: number, occurredOn = '2018-02-20') => ({ postedRevision, reason: '更正', occurredOn });

describe('a disclosure', () => {
  it('is recorded however late, and for as long as it says', () => {
    given(issued()).when('PostDisclosure', posting({ occurredOn: '2018-12-01' })).thenRecords('DisclosurePosted');
    given(issued()).when('PostDisclosure', posting({ until: '2018-02-01' })).thenRecords('DisclosurePosted');
    given(issued()).when('PostDisclosure', posting({ until: undefined })).thenRecords('DisclosurePosted');
  });

  it('cannot end before it begins', () => {
    given(issued()).when('PostDisclosure', posting({ until: '2018-01-31' })).thenRefuses('disclosure-ends-before-it-begins');
  });

  it.each([
    [1, 'disclosure-unknown'], [3, 'disclosure-unknown'], [0, 'disclosure-unknown'],
  ])('is not found at revision %i where it stands at 2', (revision, code) => {
    given(issued(), splitOff(), posted).when('WithdrawDisclosure', withdrawal(revision)).thenRefuses(code);
  });

  it('is withdrawn once, not before it was posted', () => {
    given(issued(), splitOff(), posted).when('WithdrawDisclosure', withdrawal(2)).thenRecords('DisclosureWithdrawn');
    given(issued(), posted).when('WithdrawDisclosure', withdrawal(1, '2018-01-31')).thenRefuses('disclosure-withdrawn-before-posted');
    given(issued(), posted, told('DisclosureWithdrawn', withdrawal(1))).when('WithdrawDisclosure', withdrawal(1)).thenRefuses('disclosure-already-withdrawn');
  });

  it('is told apart from another posted after a withdrawal', () => {
    given(issued(), posted, told('DisclosureWithdrawn', withdrawal(1)), posted).when('WithdrawDisclosure', withdrawal(3)).thenRecords('DisclosureWithdrawn');
  });

  it('needs a stream that owes it', () => {
    given().when('PostDisclosure', posting()).thenRefuses('allocation-unknown');
  });
});

/** An attestation says how long its stream is, and nothing else: no duty, no rule and no later decision sees it. */
import { factTables } from '../../projections/facts/schema';
import allocation from '../../src/domain/allocation';
import { NOUNS } from '../../src/domain/nouns';
import { issued, splitOff } from '../support/money-story';
import { hash, storyOf, told } from '../support/story';

const { given } = storyOf(allocation);
const asked = { purpose: 'pack', flagId: hash('f'), verdictHash: hash('d'), judgedAt: 7 };
const attested = (revisions: number): ReturnType<typeof told> => told('StreamAttested', { ...asked, revisions });
const posted = told('DisclosurePosted', { kind: 'notice', item: 'allocation', level: 'county', venue: 'portal', fields: ['amount'], occurredOn: '2018-02-01', from: '2018-02-01', contentHash: hash('e') });

describe('an attestation', () => {
  it('counts what stands before it, as often as it is asked for', () => {
    expect(given(issued(), splitOff()).when('AttestStream', asked).events()).toEqual([{ type: 'StreamAttested', data: { ...asked, revisions: 2 } }]);
    expect(given(issued(), attested(1)).when('AttestStream', { purpose: 'lapse' }).events()).toEqual([{ type: 'StreamAttested', data: { purpose: 'lapse', revisions: 2 } }]);
  });

  it('is of a stream that exists', () => {
    given().when('AttestStream', asked).thenRefuses('allocation-unknown');
  });

  it('shifts no revision: a posting after it is withdrawn by its own', () => {
    const withdrawal = (postedRevision: number): object => ({ postedRevision, reason: '更正', occurredOn: '2018-02-20' });
    given(issued(), attested(1), posted).when('WithdrawDisclosure', withdrawal(2)).thenRecords('DisclosureWithdrawn');
    given(issued(), attested(1), posted).when('WithdrawDisclosure', withdrawal(1)).thenRefuses('disclosure-unknown');
  });

  it('is no fact: nothing a duty or a rule reads is made of it', () => {
    expect(factTables().filter(({ from }) => Object.hasOwn(from, 'StreamAttested')).map(({ table }) => table)).toEqual([]);
  });

  it('stands in every stream that owes disclosures, and nobody sends it', () => {
    const owing = NOUNS.filter(({ commands }) => Object.hasOwn(commands, 'PostDisclosure'));
    expect(owing.map(({ noun }) => noun)).toEqual(['allocation', 'house', 'loan', 'programme', 'project', 'roster']);
    for (const { commands, events } of owing) {
      expect((commands as Record<string, { by: readonly string[] }>)['AttestStream']?.by).toEqual([]);
      expect(Object.keys(events)).toContain('StreamAttested');
    }
  });
});

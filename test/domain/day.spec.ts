/** Days end one by one, so that no duty is ever judged on a day that was skipped. */
import fc from 'fast-check';
import day, { dayAfter } from '../../src/domain/day';
import { Refused } from '../../src/domain/refused';
import { seed, storyOf, told } from '../support/story';

const { given } = storyOf(day, { id: 'ledger', role: 'admin' });
const ended = (occurredOn: string) => told('DayEnded', { occurredOn });

describe('the day-end', () => {
  it('may begin with any date', () => {
    given().when('EndDay', { occurredOn: '2018-03-07' }).thenRecords('DayEnded');
  });

  it('goes on with the date after the last', () => {
    given(ended('2018-03-07')).when('EndDay', { occurredOn: '2018-03-08' }).thenRecords('DayEnded');
  });

  it.each([['2018-12-31', '2019-01-01'], ['2018-02-28', '2018-03-01'], ['2020-02-28', '2020-02-29'], ['2000-02-28', '2000-02-29'], ['2100-02-28', '2100-03-01'], ['2018-04-30', '2018-05-01']])(
    'after %s comes %s', (before, after) => {
      expect(dayAfter(before)).toBe(after);
      given(ended(before)).when('EndDay', { occurredOn: after }).thenRecords('DayEnded');
    });

  it('refuses a day that has ended', () => {
    given(ended('2018-03-07')).when('EndDay', { occurredOn: '2018-03-07' }).thenRefuses('day-already-ended');
    given(ended('2018-03-07')).when('EndDay', { occurredOn: '2017-01-01' }).thenRefuses('day-already-ended');
  });

  it('refuses a gap', () => {
    given(ended('2018-03-07')).when('EndDay', { occurredOn: '2018-03-09' }).thenRefuses('day-out-of-order');
  });

  it('has one stream, is national, and is ended by the administrator or the service itself', () => {
    expect(day.onlyId).toBe('ledger');
    expect(day.region(day.initial, { occurredOn: '2018-03-07' })).toBe('');
    expect(day.commands['EndDay'].by).toEqual(['admin', 'system']);
  });

  it('leaves each date once, in order and without gaps, whatever is tried', () => {
    const date = fc.integer({ min: 0, max: 60 }).map((offset) => new Date(Date.UTC(2019, 11, 1 + offset)).toISOString().slice(0, 10));
    fc.assert(fc.property(fc.array(date, { maxLength: 200 }), (tries) => {
      const dates: string[] = [];
      let state = day.initial;
      for (const occurredOn of tries) {
        try {
          const events = day.decide({ type: 'EndDay', data: { occurredOn } }, state, { id: 'ledger', actor: { id: 'a', role: 'admin', office: 'o', region: '42' }, ledgerDay: undefined, cited: new Map() });
          for (const event of events) {
            state = day.evolve(state, event);
            dates.push(event.data.occurredOn);
          }
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
        }
      }
      dates.forEach((ended, index) => index > 0 && expect(ended).toBe(dayAfter(dates[index - 1]!)));
    }), { seed });
  });
});

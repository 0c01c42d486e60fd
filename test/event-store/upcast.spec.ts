/** Old versions are lifted on read, one version at a time; versions from the future are refused. */
import { upcast, type Lifts } from '../../src/event-store/upcast';

const lifts: Lifts = new Map([['LineEntered', [
  (data) => ({ ...data, amountFen: (data as { yuan: number }).yuan * 100 }),
  (data) => ({ ...data, currency: 'CNY' }),
]]]);

describe('an event of an old version', () => {
  test.each([
    [1, { yuan: 12 }, { yuan: 12, amountFen: 1_200, currency: 'CNY' }],
    [2, { amountFen: 7 }, { amountFen: 7, currency: 'CNY' }],
    [3, { amountFen: 7, currency: 'CNY' }, { amountFen: 7, currency: 'CNY' }],
  ])('of version %i is read as today’s', (schemaVersion, data, expected) => {
    expect(upcast({ type: 'LineEntered', schemaVersion, data }, lifts)).toEqual({ type: 'LineEntered', schemaVersion: 3, data: expected });
  });

  it('of a type never changed is read as it stands', () => {
    const event = { type: 'DayEnded', schemaVersion: 1, data: { occurredOn: '2018-12-31' } };
    expect(upcast(event, lifts)).toBe(event);
  });

  it('of a version this program does not know is refused', () => {
    expect(() => upcast({ type: 'LineEntered', schemaVersion: 4, data: {} }, lifts)).toThrow('has version 4, this program knows 3');
  });
});

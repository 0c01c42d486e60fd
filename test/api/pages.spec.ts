/** Page tokens come back from callers: one that is not of this list is refused, whatever it holds. */
import * as fc from 'fast-check';
import { Refused } from '../../src/domain/refused';
import { nextToken, pageFrom, type KeyPart } from '../../src/api/pages';
import { seed } from '../support/story';

const token = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function outcome(after: string, key: readonly KeyPart[]): unknown {
  try {
    return pageFrom({ after }, key).after;
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

it('a token goes on from where the page before ended', () => {
  expect(outcome(nextToken(7, [3, 1]), ['position', 'ordinal'])).toEqual([3, 1]);
  expect(outcome(nextToken(7, ['batch-1']), ['text'])).toEqual(['batch-1']);
});

it.each<[string, string, readonly KeyPart[]]>([
  ['text where a number belongs', token({ at: 1, after: ['x'] }), ['position']], ['a number where text belongs', token({ at: 1, after: [1] }), ['text']], ['too few parts', token({ at: 1, after: [] }), ['position']], ['too many', token({ at: 1, after: [1, 2] }), ['position']],
  ['an ordinal no table holds', token({ at: 1, after: [1, 2_147_483_648] }), ['position', 'ordinal']], ['a number no position can be', token({ at: 1, after: [2 ** 53] }), ['position']], ['NUL in a text', token({ at: 1, after: ['a\u0000'] }), ['text']], ['a text without end', token({ at: 1, after: ['x'.repeat(301)] }), ['text']],
  ['no position it is pinned to', token({ after: [1] }), ['position']], ['a list', token([1]), ['position']], ['nothing', '', ['position']], ['no base64', '%%%', ['position']],
])('%s is refused', (_, after, key) => {
  expect(outcome(after, key)).toBe('bad-page');
});

it(`no token of any shape is anything but taken or refused (seed ${String(seed)})`, () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.jsonValue().map(token), fc.record({ at: fc.integer(), after: fc.array(fc.jsonValue()) }).map(token)), (after) => {
    expect(['bad-page', 'object']).toContain(typeof outcome(after, ['position', 'text']) === 'string' ? 'bad-page' : 'object');
  }), { seed });
});

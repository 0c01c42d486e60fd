/** What `mingzhang evaluate` prints of an evaluation. */
import { answerOf } from '../../src/cli/evaluate';
import type { Evaluation } from '../../src/evaluate/evaluate';

const score = { planted: 30, found: 29, missed: 1, extraSeparable: 0, extraInseparable: 4, recall: 0.9667, precision: 1, inseparableShare: 0.1212 };
const told: Evaluation = {
  seed: 1, setting: 'default', counties: 1, deeds: 900, refused: [], planted: [], missed: [], extra: [], rules: { A19: score }, overall: score,
  ratios: { problem: { plantedPercent: 2.5, foundPercent: 2.4 }, serious: { plantedPercent: 1.1, foundPercent: 1.1 }, sampledFen: 1_000_000, rules: {}, stories: {} },
};
const refusal = { key: 'evaluate-1-17', type: 'GrantLoan', id: 'loan-1', code: 'loan/closed', detail: 'the loan is closed' };
const refused: Evaluation = { ...told, refused: [refusal] };

describe('what an evaluation prints', () => {
  it('is the score of each rule and of all, and both ratios', () => {
    const text = answerOf(told, { json: false, detail: false }).join('\n');
    expect(text).toMatch(/^A19 .*0\.9667.*$/m);
    expect(text).toMatch(/^overall .*0\.9667.*$/m);
    expect(text).toContain('problem ÷ sampled  planted 2.500 %, found 2.400 %');
    expect(JSON.parse(answerOf(told, { json: true, detail: false }).join(''))).toEqual({ rules: told.rules, overall: score, ratios: told.ratios });
  });

  it('is no score where a deed was refused: what was planned was not told then', () => {
    const text = answerOf(refused, { json: false, detail: true }).join('\n');
    expect(text).toContain('no score: 1 deeds were refused');
    expect(text).toContain('GrantLoan loan-1: loan/closed the loan is closed');
    expect(text).not.toMatch(/0\.9667|recall|planted/);
    expect(JSON.parse(answerOf(refused, { json: true, detail: false }).join(''))).toEqual({ refused: [refusal] });
  });
});

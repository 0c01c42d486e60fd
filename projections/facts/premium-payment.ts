/** Insurance premiums paid on behalf of people. */
import type { PremiumPaidOnBehalf } from '../../src/domain/benefit-events';
import { BENEFIT_COLUMNS, benefitRow } from './benefit-row';
import { fen, text, whole, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'premium_payment',
  meaning: 'a premium was paid on behalf of a person',
  columns: {
    ...BENEFIT_COLUMNS,
    insurance: text('pension or medical'),
    year: whole('year insured'),
    tier_fen: fen('lowest tier of that year'),
    paid_fen: fen('paid'),
    paid_to_insurer: yes('paid straight to the insurance; empty where nobody said'),
  },
  indexes: ['person_ref, year where person_ref is not null', 'programme_id, region'],
  from: {
    PremiumPaidOnBehalf: (data: PremiumPaidOnBehalf, event) => ({
      ...benefitRow(event, data, data.programmeId), insurance: data.insurance, year: data.year,
      tier_fen: data.tierFen, paid_fen: data.paidFen, paid_to_insurer: data.paidToInsurer,
    }),
  },
};
export default table;

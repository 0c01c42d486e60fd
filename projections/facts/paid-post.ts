/** Paid public posts: forest rangers and others. */
import type { PostEngaged, RangerEngaged } from '../../src/domain/benefit-events';
import { BENEFIT_COLUMNS, benefitRow } from './benefit-row';
import { day, fen, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'paid_post',
  meaning: 'a person was engaged in a paid post; occurred_on is the day of the contract',
  columns: {
    ...BENEFIT_COLUMNS,
    kind: text('ranger, public-welfare, workshop, work-relief, enterprise or other'),
    post: text('what the post is'),
    from_date: day('first day'),
    until_date: day('last day; empty while open'),
    yearly_fen: fen('pay per year, of a ranger'),
    monthly_fen: fen('pay per month, of any other'),
    employer_uscc: text('employer'),
    contract_number: text('number of the contract'),
    area_milli_mu: whole('forest to be looked after, in thousandths of a mu'),
  },
  indexes: ['person_ref, programme_id where person_ref is not null', 'household_id, programme_id where household_id is not null', 'programme_id, region'],
  from: {
    RangerEngaged: (data: RangerEngaged, event) => ({
      ...benefitRow(event, data, data.programmeId), kind: 'ranger', from_date: data.from, until_date: data.until,
      yearly_fen: data.yearlyFen, contract_number: data.contractNumber, area_milli_mu: data.areaMilliMu,
    }),
    PostEngaged: (data: PostEngaged, event) => ({
      ...benefitRow(event, data, data.programmeId), kind: data.kind, post: data.post, from_date: data.from,
      until_date: data.until, monthly_fen: data.monthlyFen, employer_uscc: data.employerUscc, contract_number: data.contractNumber,
    }),
  },
};
export default table;

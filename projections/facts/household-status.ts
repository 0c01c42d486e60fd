/** What a household was in the register and from which day: its registration, and every mark since. */
import type { HouseholdRegistered } from '../../src/domain/household';
import type { StatusMarked } from '../../src/domain/household-status';
import { day, fen, idOf, text, yes, type FactTable, type Row } from './fact';

const judged = ({ criteria, incomePerPersonFen, lineFen, evaluator }: HouseholdRegistered | StatusMarked): Row => ({
  food: criteria?.food, clothing: criteria?.clothing, education: criteria?.education, medical: criteria?.medical, housing: criteria?.housing, water: criteria?.water,
  income_per_person_fen: incomePerPersonFen, line_fen: lineFen, evaluator,
});

const table: FactTable = {
  table: 'household_status',
  meaning: 'a household was registered or its status marked; occurred_on is the day it holds from',
  columns: {
    household_id: text('household'),
    region: text('village or township of the household'),
    status: text('registered, exited, returned, removed, added-back, low-income or destitute'),
    campaign: text('campaign of corrections it belongs to'),
    policy_until: day('last day policies go on, where an end is set'),
    basis: text('basis of a mark'),
    evaluator: text('office that judged'),
    food: yes('enough to eat, as judged'),
    clothing: yes('enough to wear'),
    education: yes('compulsory education is secured'),
    medical: yes('basic medical care is secured'),
    housing: yes('safe housing is secured'),
    water: yes('safe drinking water'),
    income_per_person_fen: fen('income per person and year it was judged by'),
    line_fen: fen('poverty line it was held against'),
    appraised_on: day('day the villagers appraised it'),
    verified_on: day('day village and resident team verified it'),
    agreed: yes('the household agreed in writing'),
    posted_from: day('first day posted in the village'),
    posted_until: day('last day posted'),
    record_hash: text('hash of the record on file'),
  },
  indexes: ['household_id, occurred_on', 'status, occurred_on', 'campaign where campaign is not null'],
  from: {
    HouseholdRegistered: (data: HouseholdRegistered, event) => ({
      household_id: idOf(event), region: data.region, status: data.status, campaign: data.campaign, policy_until: data.policyUntil, ...judged(data),
    }),
    StatusMarked: (data: StatusMarked, event, household: HouseholdRegistered) => ({
      household_id: idOf(event), region: household.region, status: data.status, campaign: data.campaign, policy_until: data.policyUntil, basis: data.basis, ...judged(data),
      appraised_on: data.procedure?.appraisedOn, verified_on: data.procedure?.verifiedOn, agreed: data.procedure?.agreed,
      posted_from: data.procedure?.postedFrom, posted_until: data.procedure?.postedUntil, record_hash: data.procedure?.recordHash,
    }),
  },
};
export default table;

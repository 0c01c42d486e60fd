/** What of a year of medical bills fell due to be borne for the patient, and what was paid of it. */
import type { BenefitOf, GuaranteeFellDue, MedicalGuaranteePaid } from '../../src/domain/benefit-events';
import { BENEFIT_COLUMNS, benefitRow } from './benefit-row';
import { fen, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'medical_guarantee',
  meaning: 'the own burden of a person and year passed its cap and the rest fell due, or some of it was paid',
  columns: {
    ...BENEFIT_COLUMNS,
    change: text('due or paid'),
    year: whole('year of the bills'),
    amount_fen: fen('newly due, or paid'),
    own_burden_fen: fen('own part of all bills of the year so far; of what fell due'),
    cap_fen: fen('most the person is to bear; of what fell due'),
  },
  indexes: ['benefit_id, year', 'person_ref, year where person_ref is not null'],
  from: {
    GuaranteeFellDue: (data: GuaranteeFellDue, event, benefit: BenefitOf) => ({
      ...benefitRow(event, benefit, data.programmeId), change: 'due',
      year: data.year, amount_fen: data.dueFen, own_burden_fen: data.ownBurdenFen, cap_fen: data.capFen,
    }),
    MedicalGuaranteePaid: (data: MedicalGuaranteePaid, event, benefit: BenefitOf) => ({
      ...benefitRow(event, benefit, data.programmeId), change: 'paid', year: data.year, amount_fen: data.paidFen,
    }),
  },
};
export default table;

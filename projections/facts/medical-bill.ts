/** Medical bills, each with its four legs and what the patient bore. */
import type { MedicalBillSettled } from '../../src/domain/benefit-events';
import { BENEFIT_COLUMNS, benefitRow } from './benefit-row';
import { fen, text, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'medical_bill',
  meaning: 'a medical bill was settled; legs and own part are the bill; own burden of a year is the sum by person and year of occurred_on',
  columns: {
    ...BENEFIT_COLUMNS,
    bill_id: text('bill'),
    kind: text('inpatient or chronic-outpatient'),
    bill_fen: fen('bill'),
    basic_fen: fen('basic medical insurance'),
    serious_fen: fen('serious-illness insurance'),
    assistance_fen: fen('medical assistance'),
    guarantee_fen: fen('guarantee'),
    own_fen: fen('borne by the patient'),
    treated_first: yes('treated before anything was paid'),
    one_stop: yes('all legs settled at one window'),
    hospital_uscc: text('hospital'),
  },
  indexes: ['person_ref, occurred_on', 'programme_id, region'],
  from: {
    MedicalBillSettled: (data: MedicalBillSettled, event) => ({
      ...benefitRow(event, data, data.programmeId), bill_id: data.billId, kind: data.kind,
      bill_fen: data.billFen, basic_fen: data.basicFen, serious_fen: data.seriousFen, assistance_fen: data.assistanceFen, guarantee_fen: data.guaranteeFen, own_fen: data.ownFen,
      treated_first: data.treatedFirst, one_stop: data.oneStop, hospital_uscc: data.hospitalUscc,
    }),
  },
};
export default table;

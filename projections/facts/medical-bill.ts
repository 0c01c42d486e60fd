/** Medical bills, each with its four legs and what the patient bore. */
import type { MedicalBillSettled } from '../../src/domain/benefit-events';
import { fen, idOf, text, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'medical_bill',
  meaning: 'a medical bill was settled; legs and own part are the bill; own burden of a year is the sum by person and year of occurred_on',
  columns: {
    benefit_id: text('benefit stream'),
    person_ref: text('person it is for'),
    household_id: text('household it is for, or the person belongs to'),
    region: text('village or township'),
    programme_id: text('programme'),
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
      benefit_id: idOf(event), person_ref: data.personRef, household_id: data.householdId, region: data.region, programme_id: data.programmeId, bill_id: data.billId, kind: data.kind,
      bill_fen: data.billFen, basic_fen: data.basicFen, serious_fen: data.seriousFen, assistance_fen: data.assistanceFen, guarantee_fen: data.guaranteeFen, own_fen: data.ownFen,
      treated_first: data.treatedFirst, one_stop: data.oneStop, hospital_uscc: data.hospitalUscc,
    }),
  },
};
export default table;

/** The terms of a programme from a date on. */
import type { ProgrammeDefined, ProgrammeRevised } from '../../src/domain/programme';
import { day, fen, idOf, text, texts, whole, yes, type Fold, type FactTable } from './fact';

const terms: Fold = (data: ProgrammeDefined | ProgrammeRevised, event) => ({
  programme_id: idOf(event), name: data.name, basis: data.basis, effective_from: data.effectiveFrom, payee: data.payee, cadence: data.cadence,
  standard_fen: data.standardFen, standard_per: data.standardPer, quantity_cap_milli: data.quantityCapMilli, quantity_cap_per: data.quantityCapPer, urgent_relief: data.urgentRelief ?? false,
  cap_fen: data.capFen, allowed_purposes: data.allowedPurposes, negative_list: data.negativeList,
  economic_classes: data.economicClasses, exclusive_with: data.exclusiveWith, ends_with_death: data.endsWithDeath,
  roster_posting_days: data.rosterPostingDays, pay_within_workdays: data.payWithinWorkdays,
});

const table: FactTable = {
  table: 'programme_version',
  meaning: 'terms of a programme, in force from effective_from until the next version',
  columns: {
    programme_id: text('programme'),
    name: text('name'),
    basis: text('legal or policy basis'),
    effective_from: day('first day in force'),
    payee: text('person, household or organisation'),
    cadence: text('how often the same payee is due'),
    standard_fen: fen('standard per unit and period'),
    standard_per: text('what the standard is per'),
    quantity_cap_milli: whole('most quantity a payee may get in a policy year, in thousandths of the unit'),
    quantity_cap_per: text('whom that quantity is for: member or payee'),
    urgent_relief: yes('disaster relief, paid at once by law'),
    cap_fen: fen('most a payee may get in a policy year'),
    allowed_purposes: texts('what the money may be spent on'),
    negative_list: texts('what it must never be spent on'),
    economic_classes: texts('economic classes allowed, as prefixes; empty = any'),
    exclusive_with: texts('programmes that exclude this one'),
    ends_with_death: yes('benefit ends with the death of the payee'),
    roster_posting_days: whole('days a roster stays posted before payment'),
    pay_within_workdays: whole('working days from receipt to payment'),
  },
  indexes: ['programme_id, effective_from'],
  from: { ProgrammeDefined: terms, ProgrammeRevised: terms },
};
export default table;

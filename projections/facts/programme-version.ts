/** The terms of a programme from a date on. */
import type { ProgrammeDefined, ProgrammeRevised } from '../../src/domain/programme';
import { day, fen, idOf, text, texts, whole, yes, type Fold, type FactTable } from './fact';

const terms: Fold = (data: ProgrammeDefined | ProgrammeRevised, event, opening: ProgrammeDefined) => ({
  programme_id: idOf(event), region: opening.region, name: data.name, basis: data.basis, effective_from: data.effectiveFrom, payee: data.payee, cadence: data.cadence,
  standard_fen: data.standardFen, standard_per: data.standardPer, quantity_cap_milli: data.quantityCapMilli, quantity_cap_per: data.quantityCapPer, urgent_relief: data.urgentRelief ?? false,
  cap_fen: data.capFen, allowed_purposes: data.allowedPurposes, negative_list: data.negativeList,
  economic_classes: data.economicClasses, exclusive_with: data.exclusiveWith, ends_with_death: data.endsWithDeath,
  roster_posting_days: data.rosterPostingDays, pay_within_workdays: data.payWithinWorkdays,
  owner_department: data.ownerDepartment, eligible_classes: data.eligibleClasses, top_up_basis_points: data.topUpBasisPoints, top_up_classes: data.topUpClasses,
  ratio_basis_points: data.ratioBasisPoints, own_burden_cap_fen: data.ownBurdenCapFen, self_raised_cap_fen: data.selfRaisedCapFen, self_raised_cap_per_person_fen: data.selfRaisedCapPerPersonFen,
  heads_cap: data.headsCap, stackable_with: data.stackableWith, targeted: data.targeted, participation_required: data.participationRequired, one_card: data.oneCard,
});

const table: FactTable = {
  table: 'programme_version',
  meaning: 'terms of a programme, in force from effective_from until the next version',
  columns: {
    programme_id: text('programme'),
    region: text('region whose programme it is'),
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
    owner_department: text('department whose task it is'),
    eligible_classes: texts('who is eligible: household:<status>, a kind of register, or <kind>:<role>; empty = nobody said'),
    top_up_basis_points: whole('top-up of the standard'),
    top_up_classes: texts('members whose amount is topped up'),
    ratio_basis_points: whole('share of a bill to be borne for the payee'),
    own_burden_cap_fen: fen('own burden of a person and year above which the rest is borne'),
    self_raised_cap_fen: fen('most a household may be asked to raise'),
    self_raised_cap_per_person_fen: fen('most it may be asked to raise per person'),
    heads_cap: whole('most payees at once in the region that defined it'),
    stackable_with: texts('programmes that may lawfully be paid beside this one'),
    targeted: yes('meant for households by their need; empty = nobody said'),
    participation_required: yes('paid in cash only to who took part'),
    one_card: yes("paid to the payee's one card and no other account"),
  },
  indexes: ['programme_id, effective_from'],
  from: { ProgrammeDefined: terms, ProgrammeRevised: terms },
};
export default table;

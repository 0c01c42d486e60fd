/** Households that gain from a project: by an agreement, by work they took part in, by what was bought from them. */
import type { Recorded } from '../../src/domain/decider';
import type { LinkageAgreed, ParticipationReported, ProcurementReported } from '../../src/domain/project-linkage';
import { day, idOf, text, type FactTable, type Row } from './fact';

const rowsOf = (event: Recorded, region: string, households: readonly string[] = [], shared: Row): readonly Row[] =>
  households.map((household) => ({ project_id: idOf(event), region, household_id: household, ...shared }));

const table: FactTable = {
  table: 'linkage_household',
  meaning: 'a household was named as gaining from a project',
  columns: {
    project_id: text('project'),
    region: text('region of the project'),
    household_id: text('household'),
    kind: text('agreement, participation or procurement'),
    agreement_number: text('number of the agreement'),
    entity_uscc: text('co-operative or firm'),
    how: text('mode of the agreement, activity of the household, or channel of the purchase'),
    from_on: day('first day'),
    until_on: day('last day; empty while it holds'),
  },
  indexes: ['household_id, project_id', 'project_id, kind'],
  from: {
    LinkageAgreed: (data: LinkageAgreed, event, { region }: { region: string }) =>
      rowsOf(event, region, data.households, { kind: 'agreement', agreement_number: data.agreementNumber, entity_uscc: data.entityUscc, how: data.mode, from_on: data.occurredOn, until_on: data.until }),
    ParticipationReported: (data: ParticipationReported, event, { region }: { region: string }) =>
      rowsOf(event, region, data.households, { kind: 'participation', entity_uscc: data.entityUscc, how: data.activity, from_on: data.from, until_on: data.until }),
    ProcurementReported: (data: ProcurementReported, event, { region }: { region: string }) =>
      rowsOf(event, region, data.households, { kind: 'procurement', entity_uscc: data.sellerUscc, how: data.channel, from_on: data.occurredOn, until_on: data.occurredOn }),
  },
};
export default table;

/** Projects as planned. */
import type { ProjectPlanned } from '../../src/domain/project';
import { oneSpelling } from '../../src/identifiers/one-spelling';
import { day, fen, idOf, text, texts, whole, yes, type FactTable } from './fact';

/** A proposal that opened the stream named the class first. */
interface Opening { readonly projectClass?: string; readonly campaign?: string }

const WRITTEN_ALIKE = /[^\p{L}\p{N}]/gu;
/** 一期、第2标段、三批: works cut into parts are named by number. */
const NTH_PART = /第?[0-9一二三四五六七八九十]+(?:期|标段|标|段|批|包)/gu;

/** Neighbouring characters of a name without its signs and numbers of parts; one that comes again is told from the first, so that pairs are a set. */
export function pairsOf(name: string): string[] {
  const written = name.normalize('NFKC').toLowerCase().replace(WRITTEN_ALIKE, '');
  const characters = Array.from(written.replace(NTH_PART, '') || written);
  const pairs = characters.length < 2 ? characters : characters.slice(1).map((character, index) => `${characters[index] ?? ''}${character}`);
  const times = new Map<string, number>();
  return pairs.map((pair) => {
    const nth = (times.get(pair) ?? 0) + 1;
    times.set(pair, nth);
    return nth === 1 ? pair : `${pair}${String(nth)}`;
  });
}

const table: FactTable = {
  table: 'project',
  meaning: 'a project was planned',
  columns: {
    project_id: text('project'),
    region: text('where it is built or run'),
    name: text('name'),
    programme_id: text('programme'),
    allocation_id: text('allocation it is paid from'),
    site: text('site'),
    content: text('what is to be done'),
    class: text('class of the library, by the plan or the proposal before it'),
    performance_target: text('what it is to achieve'),
    unit_name: text('implementing unit'),
    unit_uscc: text('implementing unit'),
    unit_key: text('implementing unit: its code, or county and name in one spelling where no code is on the plan'),
    name_pairs: texts('pairs of neighbouring characters of the name, without signs and numbers of parts: two names are as alike as they share pairs'),
    amount_fen: fen('planned amount'),
    beneficiary_households: whole('households meant to benefit'),
    planned_start: day('planned start'),
    planned_end: day('planned end'),
    emergency: yes('arranged through the emergency or disaster channel'),
    campaign: text('campaign that brought it over from another system'),
  },
  indexes: ['project_id', 'unit_key', 'unit_uscc, occurred_on where unit_uscc is not null'],
  from: {
    ProjectPlanned: (data: ProjectPlanned, event, opening: Opening) => ({
      project_id: idOf(event), region: data.region, name: data.name, programme_id: data.programmeId, allocation_id: data.allocationId, site: data.site, content: data.content,
      class: data.projectClass ?? opening.projectClass, performance_target: data.performanceTarget, unit_name: data.unitName, unit_uscc: data.unitUscc,
      unit_key: data.unitUscc ?? `${data.region.slice(0, 6)} ${oneSpelling(data.unitName)}`, name_pairs: pairsOf(data.name),
      amount_fen: data.amountFen, beneficiary_households: data.beneficiaryHouseholds, planned_start: data.plannedStart, planned_end: data.plannedEnd,
      emergency: data.emergency ?? false, campaign: data.campaign ?? opening.campaign,
    }),
  },
};
export default table;

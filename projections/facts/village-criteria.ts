/** The figures by which villages were judged poor. */
import type { VillageRegistered } from '../../src/domain/region';
import { fen, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'village_criteria',
  meaning: 'a village was judged by the figures of a year',
  columns: {
    region: text('village'),
    year: whole('year of the figures'),
    incidence_basis_points: whole('poverty incidence'),
    income_per_person_fen: fen('net income per person'),
    collective_income_fen: fen('collective income of the village'),
    province_incidence_basis_points: whole("the province's incidence"),
    province_income_per_person_fen: fen("the province's mean net income per person"),
    evaluator: text('office that judged'),
  },
  indexes: ['region, year'],
  from: {
    VillageRegistered: (data: VillageRegistered) => ({
      region: data.region, year: data.year, incidence_basis_points: data.incidenceBasisPoints, income_per_person_fen: data.incomePerPersonFen, collective_income_fen: data.collectiveIncomeFen,
      province_incidence_basis_points: data.provinceIncidenceBasisPoints, province_income_per_person_fen: data.provinceIncomePerPersonFen, evaluator: data.evaluator,
    }),
  },
};
export default table;

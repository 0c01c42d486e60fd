/** When the lists of a programme are opened: by its cadence, a day each where there are many. */
import { PROGRAMMES, type SimulatedProgramme } from './programmes';
import { addDays } from './step';

/** So many days share what falls due on one. */
const DAYS_APART = 20;

/** First and last month of the benefit, and the usual day of opening. */
export const PERIODS: Record<string, readonly (readonly [string, string, string])[]> = {
  monthly: Array.from({ length: 12 }, (_, at) => { const month = `2018-${String(at + 1).padStart(2, '0')}`; return [month, month, `${month}-12`] as const; }),
  quarterly: [['2018-01', '2018-03', '2018-03-20'], ['2018-04', '2018-06', '2018-06-20'], ['2018-07', '2018-09', '2018-09-19'], ['2018-10', '2018-12', '2018-12-10']],
  yearly: [['2018-01', '2018-12', '2018-09-05']],
  once: [['2018-01', '2018-12', '2018-10-16']],
};

/** The lists of the first programmes keep their day; the rest follow on the days after. */
export const openedOn = (usualOn: string, nth: number): string => (nth < PROGRAMMES.length ? usualOn : addDays(usualOn, (nth - PROGRAMMES.length) % DAYS_APART));

/** When a programme that is paid at once, or once a year, opens its list. */
export const onlyOpening = ({ cadence }: SimulatedProgramme, nth: number): string | undefined => {
  const periods = PERIODS[cadence] ?? [];
  return periods.length === 1 && periods[0] ? openedOn(periods[0][2], nth) : undefined;
};

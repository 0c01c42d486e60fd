/** A closed fiscal year (关账): which stream says so, and the refusal of money dated into one. */
import { type Context, streamId } from './decider';
import { Refused } from './refused';

/** The books are kept by county; above it by province, prefecture or the central level itself. */
export const booksOf = (region: string): string => region.slice(0, 6);

export const yearStream = (region: string, occurredOn: string): string => streamId('year', `${booksOf(region)}-${occurredOn.slice(0, 4)}`);

/** Money is not moved in a year whose accounts are made up: what was forgotten is posted in the open year and says what it corrects. */
export function mustBeOpenYear(region: string, occurredOn: string, { cited }: Pick<Context, 'cited'>): void {
  const closed = cited.get(yearStream(region, occurredOn))?.find(({ type }) => type === 'YearClosed');
  if (!closed) return;
  const year = occurredOn.slice(0, 4);
  throw new Refused('year-closed', {
    zh: `区划 ${booksOf(region)} 的 ${year} 年度已关账,不能再记 ${occurredOn} 的业务;请在未关账年度更正入账并说明原委`,
    en: `the year ${year} of region ${booksOf(region)} is closed, so nothing can be dated ${occurredOn}; post it in the open year as a correction that says what it corrects`,
  });
}

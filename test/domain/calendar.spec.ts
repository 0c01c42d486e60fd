/** Published holidays belong to their year, and no day is both off and worked. */
import calendar from '../../src/domain/calendar';
import { storyOf, told } from '../support/story';

const { given } = storyOf(calendar, { id: '2019', role: 'admin' });
const notice = { year: 2019, holidays: ['2018-12-31', '2019-01-01', '2019-02-04'], workdays: ['2018-12-29', '2019-02-02'], documentNumber: '国办发明电〔2018〕15号', occurredOn: '2018-12-06' };

describe('a calendar', () => {
  it('takes a notice that moves days across New Year', () => {
    given().when('PublishHolidays', notice).thenRecords('HolidaysPublished');
  });

  it('takes a later notice of the same year, which replaces the first', () => {
    given(told('HolidaysPublished', notice)).when('PublishHolidays', { ...notice, holidays: [...notice.holidays, '2019-05-02'], documentNumber: '国办发明电〔2019〕3号' }).thenRecords('HolidaysPublished');
  });

  it.each([
    ['not-of-the-year', { holidays: ['2018-05-01'] }],
    ['not-of-the-year', { workdays: ['2020-02-01'] }],
    ['date-twice', { holidays: ['2019-01-01', '2019-01-01'] }],
    ['holiday-and-workday', { holidays: ['2019-02-04'], workdays: ['2019-02-04'] }],
  ])('refuses %s: %j', (code, change) => {
    given().when('PublishHolidays', { ...notice, ...change }).thenRefuses(code);
  });

  it('keeps one year per stream', () => {
    given(told('HolidaysPublished', notice)).when('PublishHolidays', { ...notice, year: 2020, holidays: [], workdays: [] }).thenRefuses('other-year');
  });
});

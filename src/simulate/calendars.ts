/** Holidays and worked weekends as the State Council gave notice of them: 2016 to 2019. */
import { addDays } from './step';

interface Calendar {
  readonly year: number;
  readonly documentNumber: string;
  readonly occurredOn: string;
  readonly holidays: readonly string[];
  readonly workdays: readonly string[];
}

const days = (year: number, ...spans: readonly string[]): string[] => spans.flatMap((span) => {
  const [from = '', to = from] = span.split('..');
  const all: string[] = [];
  for (let day = `${String(year)}-${from}`; day <= `${String(year)}-${to}`; day = addDays(day, 1)) all.push(day);
  return all;
});
const calendar = (year: number, documentNumber: string, occurredOn: string, holidays: readonly string[], workdays: readonly string[]): Calendar => ({ year, documentNumber, occurredOn, holidays: days(year, ...holidays), workdays: days(year, ...workdays) });

/** 国办发明电〔2015〕18号, 〔2016〕17号, 〔2017〕12号, 〔2018〕15号. */
export const CALENDARS: readonly Calendar[] = [
  calendar(2016, '国办发明电〔2015〕18号', '2015-12-10', ['01-01', '02-07..02-13', '04-04', '05-01..05-02', '06-09..06-11', '09-15..09-17', '10-01..10-07'], ['02-06', '02-14', '06-12', '09-18', '10-08', '10-09']),
  calendar(2017, '国办发明电〔2016〕17号', '2016-12-01', ['01-01..01-02', '01-27..01-31', '02-01..02-02', '04-02..04-04', '04-29..04-30', '05-01', '05-28..05-30', '10-01..10-08', '12-30..12-31'], ['01-22', '02-04', '04-01', '05-27', '09-30']),
  calendar(2018, '国办发明电〔2017〕12号', '2017-11-30', ['01-01', '02-15..02-21', '04-05..04-07', '04-29..04-30', '05-01', '06-16..06-18', '09-22..09-24', '10-01..10-07', '12-30..12-31'], ['02-11', '02-24', '04-08', '04-28', '09-29', '09-30', '12-29']),
  calendar(2019, '国办发明电〔2018〕15号', '2018-12-06', ['01-01', '02-04..02-10', '04-05..04-07', '05-01..05-04', '06-07..06-09', '09-13..09-15', '10-01..10-07'], ['02-02', '02-03', '04-28', '05-05', '09-29', '10-12']),
];

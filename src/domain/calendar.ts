/** The published working calendar of a year: holidays and the weekend days worked in exchange (调休). */
import { BusinessDate, Code, Dates, Integer } from './field';

export class HolidaysPublished {
  @Integer('year', { min: 1990, max: 2199 }) year: number;
  @Dates('days off that would be working days, and holidays that fall on weekends') holidays: string[];
  @Dates('weekend days worked') workdays: string[];
  @Code('number of the State Council notice', /^.{1,40}$/u) documentNumber: string;
  @BusinessDate('day of publication') occurredOn: string;
}

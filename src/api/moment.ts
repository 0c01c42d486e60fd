/** When a read looks: what was recorded by a position or a time, what had happened by a business date, or both. */
import type { Recorded } from '../domain/decider';
import { isBusinessDate } from '../domain/field-check';
import { Refused } from '../domain/refused';

export interface Moment {
  /** Only events recorded at or before this position. */
  readonly position?: number;
  /** Only events recorded at or before this time, in microseconds by the recorded clock. */
  readonly recordedAtUs?: number;
  /** Only events that occurred on or before this business date. */
  readonly effectiveOn?: string;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;

const badMoment = (parameter: string, zh: string, en: string): Refused =>
  new Refused('bad-moment', { zh: `参数 ${parameter} ${zh}`, en: `the parameter ${parameter} ${en}` }, 'malformed');

export function positionFrom(parameter: string, text: string): number {
  const position = Number(text);
  if (!/^\d{1,16}$/.test(text) || !Number.isSafeInteger(position)) throw badMoment(parameter, '应为账本位置(非负整数)', 'must be a ledger position, a whole number from 0');
  return position;
}

/** RFC 3339 time to microseconds; digits past the sixth are cut, which never lets a later event in. */
function microseconds(parameter: string, text: string): number {
  const wholeSeconds = Date.parse(text.replace(/\.\d+/, ''));
  if (!TIME.test(text) || Number.isNaN(wholeSeconds)) throw badMoment(parameter, '应为账本位置或带时区的 RFC 3339 时间', 'must be a ledger position or an RFC 3339 time with its zone');
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  return wholeSeconds * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

function recordedBy(parameter: string, text: string): Moment {
  return /^\d+$/.test(text) ? { position: positionFrom(parameter, text) } : { recordedAtUs: microseconds(parameter, text) };
}

export function momentFrom(query: { asOf?: string; effectiveOn?: string }): Moment {
  if (query.effectiveOn !== undefined && !isBusinessDate(query.effectiveOn)) throw badMoment('effectiveOn', '应为存在的日期,写作 YYYY-MM-DD', 'must be a date that exists, as YYYY-MM-DD');
  return {
    ...(query.asOf === undefined ? {} : recordedBy('asOf', query.asOf)),
    ...(query.effectiveOn === undefined ? {} : { effectiveOn: query.effectiveOn }),
  };
}

/** One end of a comparison, by either clock: a business date, a position or a recorded time. */
export function endFrom(parameter: string, text: string | undefined): Moment {
  if (text === undefined) throw badMoment(parameter, '缺失', 'is missing');
  return isBusinessDate(text) ? { effectiveOn: text } : recordedBy(parameter, text);
}

/** The recorded clock alone, and it must be asked for. */
export function recordedFrom(parameter: string, text: string | undefined): Moment {
  if (text === undefined) throw badMoment(parameter, '缺失', 'is missing');
  return recordedBy(parameter, text);
}

/** Recorded after the moment, and so is whatever follows it. A business date says nothing about what was recorded. */
export const isPast = ({ position, recordedAtUs }: Recorded, moment: Moment): boolean =>
  (moment.position !== undefined && position > moment.position) || (moment.recordedAtUs !== undefined && recordedAtUs > moment.recordedAtUs);

const occurredOn = (event: Recorded): string | undefined => (event.data as { occurredOn?: string }).occurredOn;

/** The events of one stream that a reader at that moment knows of. An event without a date of its own happened with the one before it. */
export function knownAt<E extends Recorded>(events: readonly E[], moment: Moment): readonly E[] {
  let date: string | undefined;
  return events.filter((event) => {
    date = occurredOn(event) ?? date;
    if (isPast(event, moment)) return false;
    return moment.effectiveOn === undefined || date === undefined || date <= moment.effectiveOn;
  });
}

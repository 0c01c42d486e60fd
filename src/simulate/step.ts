/** What a simulated office does, and when: dated steps that are put in order and then posted through the API like anyone's. */

/** One thing sent by one demo user on one business date. */
export type Deed =
  | { readonly kind: 'command'; readonly type: string; readonly id: string; readonly data: object }
  /** A call of the batch routes; `file` is uploaded as offices send it. */
  | { readonly kind: 'batch'; readonly batchId: string; readonly action: 'open' | 'file' | 'lines' | 'submit' | 'approve' | 'send' | 'results' | 'reissue' | 'close'; readonly body?: object; readonly file?: OfficeFile };

export interface OfficeFile {
  readonly name: string;
  readonly form: 'xlsx' | 'csv-gb18030' | 'csv-utf8';
  /** Rows above the headings, as offices write them. */
  readonly title: readonly string[];
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface DatedDeed {
  /** Business date on which it is sent: after the day-end of the day before, before that of this day. */
  readonly on: string;
  readonly as: string;
  readonly deed: Deed;
}

/** What was planted, for judging rules: never sent to the service. */
export interface Planted {
  readonly rule: string;
  readonly part?: string;
  readonly subject: string;
  readonly why: string;
}

export interface Script {
  readonly deeds: readonly DatedDeed[];
  readonly planted: readonly Planted[];
}

export const command = (on: string, as: string, type: string, id: string, data: object): DatedDeed => ({ on, as, deed: { kind: 'command', type, id, data } });

/** Deeds of one day keep the order in which they were written. */
export const inOrder = (deeds: readonly DatedDeed[]): DatedDeed[] =>
  deeds.map((deed, index) => ({ deed, index })).sort((a, b) => (a.deed.on < b.deed.on ? -1 : a.deed.on > b.deed.on ? 1 : a.index - b.index)).map(({ deed }) => deed);

export function addDays(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** The county of the demo users by their bare names. */
export const HOME_COUNTY = '422899';

/** The demo user of a county: `clerk` at home, `clerk@428001` elsewhere; there is one province. */
export const userOf = (as: string, county: string): string => (county === HOME_COUNTY || as === 'province' || as.includes('@') ? as : `${as}@${county}`);

/** Closes each day after its deeds, which stand in order, from the first to the last. */
export function withDayEnds(deeds: readonly DatedDeed[], first: string, last: string): DatedDeed[] {
  const all: DatedDeed[] = [];
  let next = 0;
  for (let day = first; day <= last; day = addDays(day, 1)) {
    for (; next < deeds.length && (deeds[next] as DatedDeed).on <= day; next += 1) all.push(deeds[next] as DatedDeed);
    all.push(command(day, 'admin', 'EndDay', 'ledger', { occurredOn: day }));
  }
  return all;
}

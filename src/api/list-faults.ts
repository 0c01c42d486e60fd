/** What is wrong with a list, counted while it is read: by code, with the first ones as examples for whoever waits. */
import type { Text } from '../domain/refused';
import type { BatchLine } from '../intake/batch-line';
import type { LineError } from '../intake/line-errors';

/** One fault and the line it is in; 0 is the whole list. */
export interface Fault extends LineError {
  readonly ordinal: number;
}

export interface FaultGroup {
  readonly code: string;
  readonly severity: string;
  readonly count: number;
  readonly lines: number;
  /** Of the first one. */
  readonly reason: Text;
  readonly remedy: Text;
}

/** How far the reading of a list is. */
export interface ListProgress {
  readonly rowsRead: number;
  readonly linesChecked: number;
  readonly redLines: number;
  readonly amberLines: number;
  readonly groups: readonly FaultGroup[];
  readonly firstErrors: readonly Fault[];
}

const SHOWN_FIRST = 20;

export function faultsOf(lines: readonly BatchLine[]): Fault[] {
  const faults: Fault[] = [];
  for (const { ordinal, errors } of lines) for (const error of errors) faults.push({ ...error, ordinal });
  return faults;
}

/** Red before amber, then by code. */
const order = (a: FaultGroup, b: FaultGroup): number =>
  a.severity === b.severity ? Number(a.code > b.code) - Number(a.code < b.code) : Number(a.severity < b.severity) - Number(a.severity > b.severity);

export class FaultCount {
  private readonly byCode = new Map<string, { -readonly [K in keyof FaultGroup]: FaultGroup[K] } & { last: number }>();
  private readonly first: Fault[] = [];
  private linesChecked = 0;
  private redLines = 0;
  private amberLines = 0;

  take(lines: readonly BatchLine[], faults: readonly Fault[]): void {
    this.linesChecked += lines.length;
    for (const { errors } of lines) {
      if (errors.some(({ severity }) => severity === 'red')) this.redLines += 1;
      else if (errors.length > 0) this.amberLines += 1;
    }
    for (const fault of faults) this.add(fault);
  }

  private add(fault: Fault): void {
    if (this.first.length < SHOWN_FIRST) this.first.push(fault);
    const { code, severity, reason, remedy, ordinal } = fault;
    const group = this.byCode.get(code);
    if (!group) {
      this.byCode.set(code, { code, severity, count: 1, lines: 1, reason, remedy, last: ordinal });
      return;
    }
    group.count += 1;
    // The faults of one line come together.
    if (group.last !== ordinal) group.lines += 1;
    group.last = ordinal;
  }

  groups(): readonly FaultGroup[] {
    return [...this.byCode.values()].map(({ last: _, ...group }) => group).sort(order);
  }

  progress(rowsRead: number): ListProgress {
    return { rowsRead, linesChecked: this.linesChecked, redLines: this.redLines, amberLines: this.amberLines, groups: this.groups(), firstErrors: [...this.first] };
  }
}

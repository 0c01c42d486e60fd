/** Results files as a batch remembers them: the same file again is known, parts belong together, and what a file declares is held against what it holds. */
import type { Disputes, Outcome, ResultDisputed } from './batch-disputes';
import type { Lines } from './batch-lines';
import { Fen, Integer } from './field';
import { Refused } from './refused';

/** Counts and sums of a results file; failed holds the returned too. Each is absent where the bank declared none. */
export class ResultsSums {
  @Integer('settled lines', { optional: true }) settledCount?: number;
  @Fen('sum settled', { min: 0, optional: true }) settledFen?: number;
  @Integer('failed and returned lines', { optional: true }) failedCount?: number;
  @Fen('sum failed and returned', { min: 0, optional: true }) failedFen?: number;
  @Integer('lines in all', { optional: true }) count?: number;
  @Fen('sum of all', { min: 0, optional: true }) totalFen?: number;
}

/** What is remembered of a file or a part of one, to know it when it comes again. */
export interface KnownResults {
  readonly resultsId: string;
  readonly fileHash?: string;
  readonly lineCount: number;
  readonly part?: number;
  readonly parts?: number;
  readonly stated?: ResultsSums;
}

/** A file, or a part of one, as it is handed in. */
export interface HandedIn {
  readonly resultsId: string;
  readonly fileHash?: string;
  readonly part?: number;
  readonly parts?: number;
  readonly declared?: ResultsSums;
  readonly lines: readonly object[];
  readonly irregular?: readonly object[];
  readonly occurredOn: string;
}

/** Names the money step of a file on the allocation; each part has one of its own. */
export const causeOf = ({ resultsId, part }: Pick<KnownResults, 'resultsId' | 'part'>): string => (part === undefined ? resultsId : `${resultsId}-p${String(part)}`);

const CAUSE_MAX = 64;

export function malformedPart(data: HandedIn): void {
  const { part, parts } = data;
  if ((part === undefined) !== (parts === undefined) || (part ?? 1) > (parts ?? 1)) {
    throw new Refused('results-part-malformed', { zh: '分部回盘须同时给出 part 与 parts,且 part 不大于 parts', en: 'a part of a results file needs both part and parts, and part is at most parts' }, 'malformed');
  }
  if (causeOf(data).length > CAUSE_MAX) throw new Refused('results-id-too-long', { zh: '分部回盘的回盘编号过长', en: 'the results id is too long for a file in parts' }, 'malformed');
}

const idUsed = (resultsId: string): Refused => new Refused('results-id-used', { zh: `回盘编号 ${resultsId} 已用于另一份文件`, en: `results id ${resultsId} already names another file` }, 'malformed');

/** A file handed in twice answers with nothing new; another file under a name already used cannot be told apart later, so it is refused. */
export function alreadyReceived(data: HandedIn, known: readonly KnownResults[]): boolean {
  if (data.fileHash !== undefined && known.some((file) => file.fileHash === data.fileHash && file.part === data.part)) return true;
  const cause = causeOf(data);
  for (const file of known) {
    if (file.resultsId === data.resultsId) {
      if (file.parts !== data.parts || (file.fileHash !== undefined && data.fileHash !== undefined && file.fileHash !== data.fileHash)) throw idUsed(data.resultsId);
      if (file.part !== data.part) continue;
      if (file.lineCount === data.lines.length + (data.irregular?.length ?? 0)) return true;
      throw idUsed(data.resultsId);
    }
    if (causeOf(file) === cause) throw idUsed(data.resultsId);
  }
  return false;
}

/** Counts of a header, whichever it has: an answer that the batch was rejected has none. */
interface Header extends Partial<Record<'settledCount' | 'failedCount' | 'returnedCount' | 'repeatedCount' | 'disputedCount', number>> {
  readonly resultsId: string;
  readonly fileHash?: string;
  readonly part?: number;
  readonly parts?: number;
  readonly stated?: ResultsSums;
}

export function knownResults({ resultsId, fileHash, part, parts, stated, ...counts }: Header): KnownResults {
  const { settledCount = 0, failedCount = 0, returnedCount = 0, repeatedCount = 0, disputedCount = 0 } = counts;
  return {
    resultsId, ...(fileHash === undefined ? {} : { fileHash }), lineCount: settledCount + failedCount + returnedCount + repeatedCount + disputedCount,
    ...(part === undefined ? {} : { part, parts }), ...(stated === undefined ? {} : { stated }),
  };
}

type Sums = Required<ResultsSums>;
const NONE: Sums = { settledCount: 0, settledFen: 0, failedCount: 0, failedFen: 0, count: 0, totalFen: 0 };

export function sumsOf(rows: Iterable<{ readonly outcome?: Outcome; readonly amountFen?: number }>): Sums {
  const sums = { ...NONE };
  for (const { outcome, amountFen = 0 } of rows) {
    sums.count += 1;
    sums.totalFen += amountFen;
    if (outcome === undefined) continue;
    sums[outcome === 'settled' ? 'settledCount' : 'failedCount'] += 1;
    sums[outcome === 'settled' ? 'settledFen' : 'failedFen'] += amountFen;
  }
  return sums;
}

const added = (one: Sums, other: ResultsSums): Sums => ({
  settledCount: one.settledCount + (other.settledCount ?? 0), settledFen: one.settledFen + (other.settledFen ?? 0),
  failedCount: one.failedCount + (other.failedCount ?? 0), failedFen: one.failedFen + (other.failedFen ?? 0),
  count: one.count + (other.count ?? 0), totalFen: one.totalFen + (other.totalFen ?? 0),
});

/** The sums of the whole file once its last part is there; undefined before, or where the file declares nothing to hold them against. */
export function statedSoFar(data: HandedIn, stated: Sums, known: readonly KnownResults[]): Sums | undefined {
  if (data.declared === undefined) return undefined;
  if (data.parts === undefined) return stated;
  const others = known.filter((file) => file.resultsId === data.resultsId);
  return others.length + 1 === data.parts ? others.reduce((sums, file) => added(sums, file.stated ?? {}), stated) : undefined;
}

type Said = Omit<ResultDisputed, 'resultsId' | 'occurredOn'>;

/** Where a file holds other than it declares. 总笔数 on a success or failure file is often that of the whole batch: either is right. */
export function disagreements({ declared = {}, resultsId, occurredOn }: HandedIn, stated: Sums, lines: Lines): readonly ResultDisputed[] {
  const said: Said[] = [];
  const count = (outcome: Outcome | undefined, declaredCount: number | undefined, counted: number): void => {
    if (declaredCount !== undefined && declaredCount !== counted) said.push({ kind: 'count-differs', ...(outcome ? { outcome } : {}), statedCount: declaredCount, count: counted });
  };
  const total = (outcome: Outcome | undefined, declaredFen: number | undefined, countedFen: number): void => {
    if (declaredFen !== undefined && declaredFen !== countedFen) said.push({ kind: 'total-differs', ...(outcome ? { outcome } : {}), statedAmountFen: declaredFen, amountFen: countedFen });
  };
  count('settled', declared.settledCount, stated.settledCount);
  count('failed', declared.failedCount, stated.failedCount);
  if (declared.count !== lines.count) count(undefined, declared.count, stated.count);
  total('settled', declared.settledFen, stated.settledFen);
  total('failed', declared.failedFen, stated.failedFen);
  if (declared.totalFen !== lines.totalFen) total(undefined, declared.totalFen, stated.totalFen);
  return said.map((each) => ({ resultsId, ...each, occurredOn }));
}

/** Files of which parts are still missing. */
export function unfinishedFiles(known: readonly KnownResults[]): readonly { resultsId: string; parts: number; missing: readonly number[] }[] {
  const files = new Map<string, { parts: number; there: Set<number> }>();
  for (const { resultsId, part, parts } of known) {
    if (part === undefined || parts === undefined) continue;
    const file = files.get(resultsId) ?? { parts, there: new Set<number>() };
    files.set(resultsId, { ...file, there: file.there.add(part) });
  }
  return [...files].flatMap(([resultsId, { parts, there }]) => {
    const missing = Array.from({ length: parts }, (_, index) => index + 1).filter((part) => !there.has(part));
    return missing.length > 0 ? [{ resultsId, parts, missing }] : [];
  });
}

/** Closing gives the money of unpaid lines back, so nothing may be left that says one of them was paid after all. */
export function allAnswered(known: readonly KnownResults[], disputes: Disputes): void {
  const [unfinished] = unfinishedFiles(known);
  if (unfinished) {
    const { resultsId, missing, parts } = unfinished;
    throw new Refused('batch-results-incomplete', {
      zh: `回盘 ${resultsId} 共 ${String(parts)} 部分,还缺第 ${missing.join('、')} 部分;请银行重新上传该文件`,
      en: `of the ${String(parts)} parts of results file ${resultsId}, ${missing.join(', ')} are missing; have the bank send that file again`,
    });
  }
  if (disputes.openCount > 0) {
    throw new Refused('batch-results-disputed', {
      zh: `还有 ${String(disputes.openCount)} 项回盘争议未核清;由审批人核实后以 ResolveDispute 说明结论,或由银行更正`,
      en: `${String(disputes.openCount)} disputed results are open; the checker looks into each and says what was found (ResolveDispute), or the bank corrects them`,
    });
  }
}

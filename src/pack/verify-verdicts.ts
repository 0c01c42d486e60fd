/** The verdicts of a pack: text, numbers and evidence as the ledger holds them; what an attestation bound; and whether nothing can have come after. */
import { flagIdOf } from '../identifiers/flag-id';
import type { Findings } from './finding';
import { Fields } from './json';
import type { PackedEvent } from './packed-event';
import { at, type Events } from './verify-events';
import { ruleTextHash, verdictHash, type InForce, type PackedVerdict, type VerdictLine } from './verdict';

interface Release {
  readonly version: number;
  readonly harm: string;
  readonly textHash: string;
  readonly computedHash: string;
  readonly parameters: ReadonlyMap<string, number>;
}

const payloadOf = (event: PackedEvent | undefined): Fields | undefined => (event?.payload ? Fields.of(`event ${String(event.position)}`, event.payload) : undefined);

/** The released text at a position; undefined where there is none, or it is withheld. */
function releaseAt(events: Events, rule: string, position: number): Release | undefined {
  const event = events.get(position);
  const read = payloadOf(event);
  if (!read || event?.header.type !== 'RuleReleased' || event.header.streamId !== `rule-${rule}`) return undefined;
  const parameters = read.each('parameters').map((one) => ({ name: one.text('name'), value: one.integer('value'), basis: one.text('basis') }));
  return {
    version: read.whole('version'), harm: read.text('harm'), textHash: read.text('textHash'), computedHash: ruleTextHash(read.text('sql'), read.text('touches'), parameters),
    parameters: new Map(parameters.map(({ name, value }) => [name, value])),
  };
}

interface Setting {
  readonly position: number;
  readonly value: number;
  readonly region: string;
  readonly effectiveFrom: string;
}

/** As `audit.parameter` reads: of the settings for a region that holds the verdict's, the most specific, then the latest in force on the date, then the last recorded. */
function settingInForce(events: Events, { rule, at: asOf, region, readOn }: PackedVerdict, name: string): Setting | undefined {
  const settings: Setting[] = [];
  for (const event of events.values()) {
    const { type, streamId } = event.header;
    const read = type === 'RuleParameterSet' && streamId === `rule-${rule}` && event.position <= asOf ? payloadOf(event) : undefined;
    if (read?.text('name') !== name) continue;
    const where = read.text('region');
    settings.push({ position: event.position, value: read.integer('value'), region: where === '00' ? '' : where, effectiveFrom: read.text('effectiveFrom') });
  }
  const holding = settings.filter((one) => region.startsWith(one.region) && readOn !== null && one.effectiveFrom <= readOn);
  return holding.sort((a, b) => b.region.length - a.region.length || (a.effectiveFrom < b.effectiveFrom ? 1 : a.effectiveFrom > b.effectiveFrom ? -1 : b.position - a.position))[0];
}

function checkParameter(verdict: PackedVerdict, { name, value, setAt }: InForce, release: Release, events: Events, findings: Findings): void {
  const usual = release.parameters.get(name);
  const setting = settingInForce(events, verdict, name);
  const inForce = setting?.value ?? usual;
  if (usual !== undefined && inForce === value && (setting?.position ?? null) === setAt) return;
  findings.tampered('parameter-differs', {
    zh: `${verdict.rule} 的参数 ${name} 在包内为 ${String(value)},账本中为 ${String(inForce)}`, en: `parameter ${name} of ${verdict.rule} is ${String(value)} in the pack, ${String(inForce)} in the ledger`,
  }, { position: setting?.position ?? verdict.releasedAt });
}

function checkText(verdict: PackedVerdict, events: Events, findings: Findings): Release | undefined {
  const { rule, version, textHash, releasedAt, harm } = verdict;
  const release = releaseAt(events, rule, releasedAt);
  const where = { position: releasedAt };
  if (!release) {
    if (events.get(releasedAt)?.payload === undefined && events.has(releasedAt)) findings.incomplete('rule-text-withheld', { zh: `${rule} 的规则文本被隐去`, en: `the text of ${rule} is withheld` }, where);
    else findings.tampered('rule-text-missing', { zh: `第 ${String(releasedAt)} 位不是 ${rule} 的发布事件`, en: `position ${String(releasedAt)} is not the release of ${rule}` }, where);
    return undefined;
  }
  if (release.computedHash !== release.textHash || textHash !== release.textHash || version !== release.version || harm !== release.harm) {
    findings.tampered('rule-text-differs', { zh: `${rule} 的规则文本与发布事件的哈希不符`, en: `the text of ${rule} is not the one its release hashed` }, where);
  }
  return release;
}

function checkVerdict({ verdict, hash }: VerdictLine, size: number, events: Events, findings: Findings): void {
  const { flagId, rule, part, subjectKind, subjectId, occurrence, evidence } = verdict;
  const name = { zh: `疑点 ${flagId.slice(0, 12)}(${rule}${part})`, en: `flag ${flagId.slice(0, 12)} (${rule}${part})` };
  if (verdictHash(verdict) !== hash) findings.tampered('verdict-differs', { zh: `${name.zh}的结论与其哈希不符`, en: `the verdict on ${name.en} is not what its hash says` }, { position: verdict.at });
  if (flagIdOf(rule, part, subjectKind, subjectId, occurrence) !== flagId) findings.tampered('flag-id-differs', { zh: `${name.zh}的编号与其对象不符`, en: `the id of ${name.en} is not that of its subject` }, { position: verdict.at });
  if (verdict.at >= size || verdict.releasedAt > verdict.at) findings.tampered('verdict-out-of-range', { zh: `${name.zh}的判定位置不在检查点之内或早于规则发布`, en: `${name.en} was judged beyond the checkpoint, or before its rule was released` }, { position: verdict.at });
  for (const position of evidence) {
    if (!events.has(position)) findings.tampered('evidence-missing', { zh: `${name.zh}所依据的${at(position).zh}不在包内`, en: `${at(position).en}, which ${name.en} rests on, is not in the pack` }, { position });
  }
  const release = checkText(verdict, events, findings);
  if (!release) return;
  for (const parameter of verdict.parameters) checkParameter(verdict, parameter, release, events, findings);
  for (const missing of [...release.parameters.keys()].filter((one) => !verdict.parameters.some((has) => has.name === one))) {
    findings.tampered('parameter-differs', { zh: `${rule} 的参数 ${missing} 不在包内`, en: `parameter ${missing} of ${rule} is not in the pack` }, { position: verdict.releasedAt });
  }
}

/** An attestation may name a flag and the hash of its verdict: then the ledger itself holds the maker to it. */
function checkAttested(lines: readonly VerdictLine[], events: Events, findings: Findings): number {
  const hashes = new Map(lines.map(({ verdict, hash }) => [verdict.flagId, { hash, judgedAt: verdict.at }]));
  const bound = new Set<string>();
  for (const event of events.values()) {
    const read = event.header.type === 'StreamAttested' ? payloadOf(event) : undefined;
    if (!read?.has('flagId') || !read.has('verdictHash')) continue;
    const known = hashes.get(read.text('flagId'));
    if (!known || read.whole('judgedAt') !== known.judgedAt) continue;
    if (known.hash === read.text('verdictHash')) bound.add(known.hash);
    else findings.tampered('verdict-not-as-attested', { zh: `结论与${at(event.position).zh}所证实的不符`, en: `the verdict is not the one attested by ${at(event.position).en}` }, { position: event.position });
  }
  return bound.size;
}

/** Streams of the whole county or country owe nothing to the subject; the rest are its own. */
const SHARED = /^(day|calendar|region|programme|rule|register|year)-/;

/** Something was not posted: that nothing came between is seen from a later event of the same stream, revisions being dense. */
function checkClosed(lines: readonly VerdictLine[], whole: ReadonlySet<string>, events: Events, findings: Findings): number {
  let closed = 0;
  const lastOf = new Map<string, number>();
  for (const { position, header } of events.values()) lastOf.set(header.streamId, Math.max(position, lastOf.get(header.streamId) ?? -1));
  for (const { verdict } of lines.filter((line) => line.verdict.harm === 'disclosure-lapse')) {
    const streams = new Set(verdict.evidence.flatMap((position) => events.get(position)?.header.streamId ?? []).filter((id) => !SHARED.test(id)));
    for (const stream of streams) {
      if (whole.has(stream) && (lastOf.get(stream) ?? -1) > verdict.at) closed += 1;
      else findings.incomplete('absence-not-closed', {
        zh: `${stream} 在判定位置(${String(verdict.at)})之后没有事件收尾,不能证明其间没有公示`, en: `no event of ${stream} after position ${String(verdict.at)} closes it: that nothing was posted is not proven`,
      }, { position: lastOf.get(stream) ?? verdict.at });
    }
  }
  return closed;
}

export interface VerdictChecks {
  /** Verdicts an attestation in the ledger binds. */
  readonly bound: number;
  /** Streams in which nothing can have come between. */
  readonly closed: number;
}

export function checkVerdicts(lines: readonly VerdictLine[], size: number, whole: ReadonlySet<string>, events: Events, findings: Findings): VerdictChecks {
  for (const line of lines) checkVerdict(line, size, events, findings);
  return { bound: checkAttested(lines, events, findings), closed: checkClosed(lines, whole, events, findings) };
}

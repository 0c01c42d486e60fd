/** A verdict as one text that never differs: what a rule's text said of a subject at a position, with which numbers. Its hash is what an attestation binds. */
import { createHash } from 'node:crypto';
import { canonicalJson } from '../event-store/canonical-json';
import { Fields, parsedJson } from './json';
import type { Text } from './finding';

export interface InForce {
  readonly name: string;
  readonly value: number;
  /** Position of the RuleParameterSet; null where the default of the text holds. */
  readonly setAt: number | null;
}

export interface PackedVerdict {
  readonly flagId: string;
  readonly rule: string;
  readonly version: number;
  /** As in the RuleReleased event at `releasedAt`. */
  readonly textHash: string;
  readonly releasedAt: number;
  readonly harm: string;
  /** The pair (subject, at) the rule was asked about. */
  readonly judged: string;
  readonly at: number;
  readonly part: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly occurrence: string;
  readonly severity: string;
  readonly amountFen: number | null;
  readonly region: string;
  /** Date the parameters were read at. */
  readonly readOn: string | null;
  readonly evidence: readonly number[];
  readonly facts: object;
  readonly parameters: readonly InForce[];
}

export const verdictText = (verdict: PackedVerdict): string => canonicalJson(verdict);
export const sha256Of = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');
export const verdictHash = (verdict: PackedVerdict): string => sha256Of(verdictText(verdict));

/** Of query, touches and parameters, as the release hashed them. */
export const ruleTextHash = (sql: string, touches: string, parameters: readonly { readonly name: string; readonly value: number; readonly basis: string }[]): string =>
  sha256Of(canonicalJson({ sql, touches, parameters: parameters.map(({ name, value, basis }) => ({ name, value, basis })) }));

export interface VerdictLine {
  readonly verdict: PackedVerdict;
  readonly hash: string;
  /** The maker found that the events of the pack alone make the rule say it. */
  readonly closed: boolean;
  /** How the flag came to stand as it does, and how it is told: for people. */
  readonly sentence: Text;
  readonly turns: readonly object[];
}

export const verdictLine = ({ verdict, hash, closed, sentence, turns }: VerdictLine): string => `${JSON.stringify({ hash, closed, verdict, sentence, turns })}\n`;

const HEX = /^[0-9a-f]{64}$/;

export function verdictFrom(text: string, number: number): VerdictLine {
  const what = `verdict line ${String(number)}`;
  const line = Fields.of(what, parsedJson(what, text));
  const [read, sentence] = [line.fields('verdict'), line.fields('sentence')];
  const verdict: PackedVerdict = {
    flagId: read.text('flagId', HEX), rule: read.text('rule', /^A\d{2}$/), version: read.whole('version'), textHash: read.text('textHash', HEX), releasedAt: read.whole('releasedAt'), harm: read.text('harm'),
    judged: read.text('judged'), at: read.whole('at'), part: read.text('part'), subjectKind: read.text('subjectKind'), subjectId: read.text('subjectId'), occurrence: read.text('occurrence'),
    severity: read.text('severity', /^(critical|high|medium|notice)$/), amountFen: read.has('amountFen') ? read.integer('amountFen') : null, region: read.text('region'),
    readOn: read.has('readOn') ? read.text('readOn', /^\d{4}-\d\d-\d\d$/) : null, evidence: read.wholes('evidence'), facts: read.raw('facts') === null ? {} : (read.fields('facts'), read.raw('facts') as object),
    parameters: read.each('parameters').map((one) => ({ name: one.text('name'), value: one.integer('value'), setAt: one.has('setAt') ? one.whole('setAt') : null })),
  };
  return { verdict, hash: line.text('hash', HEX), closed: line.flag('closed'), sentence: { zh: sentence.text('zh'), en: sentence.text('en') }, turns: line.list('turns') as readonly object[] };
}

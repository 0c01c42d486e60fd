/** What a pack says of itself. Nothing in it is believed: the verifier holds every word of it against events, tree and checkpoint. */
import { Unreadable } from '../proof/unreadable';
import { Fields, parsedJson } from './json';

export const PACK_FORMAT = 'mingzhang-pack/1';
export const MANIFEST_FILE = 'manifest.json';
export const CHECKPOINT_FILE = 'checkpoint';
export const POLICY_FILE = 'policy';
export const EVENTS_FILE = 'events.jsonl';
export const VERDICTS_FILE = 'verdicts.jsonl';
export const DERIVED_FILE = 'derived.jsonl';
export const REPORT_FILE = 'report.html';
export const VERIFIER_FILE = 'mingzhang-verify.cjs';
export const ATTACHMENTS = 'attachments/';

export const SUBJECT_KINDS = ['flag', 'fund', 'household', 'batch'] as const;

export interface PackedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Whole: every revision from 0 on, none between left out. Otherwise the first event and those that count. */
export interface PackedStream {
  readonly id: string;
  readonly whole: boolean;
  readonly positions: readonly number[];
}

export interface PackManifest {
  readonly format: typeof PACK_FORMAT;
  readonly subject: { readonly kind: (typeof SUBJECT_KINDS)[number]; readonly id: string };
  readonly madeAt: string;
  readonly origin: string;
  /** Of the tree the checkpoint signs. */
  readonly size: number;
  readonly streams: readonly PackedStream[];
  /** Positions of events whose payload is withheld. */
  readonly redacted: readonly number[];
  readonly totals: { readonly events: number; readonly verdicts: number; readonly amountFen: number };
  /** What the maker says of how the events were chosen; for people. */
  readonly scope: { readonly zh: string; readonly en: string };
  readonly files: readonly PackedFile[];
}

const SHA256 = /^[0-9a-f]{64}$/;

export function manifestFrom(text: string): PackManifest {
  const read = Fields.of('manifest', parsedJson('manifest', text));
  const format = read.text('format');
  if (format !== PACK_FORMAT) throw new Unreadable('manifest', `its format is ${format.slice(0, 40)}, not ${PACK_FORMAT}`);
  const subject = read.fields('subject');
  const kind = SUBJECT_KINDS.find((one) => one === subject.text('kind'));
  if (!kind) throw new Unreadable('manifest', 'the kind of its subject is not known');
  const [totals, scope] = [read.fields('totals'), read.fields('scope')];
  return {
    format, subject: { kind, id: subject.text('id') }, madeAt: read.text('madeAt'), origin: read.text('origin'), size: read.whole('size'),
    streams: read.each('streams').map((stream) => ({ id: stream.text('id'), whole: stream.flag('whole'), positions: stream.wholes('positions') })),
    redacted: read.wholes('redacted'), totals: { events: totals.whole('events'), verdicts: totals.whole('verdicts'), amountFen: totals.integer('amountFen') },
    scope: { zh: scope.text('zh'), en: scope.text('en') },
    files: read.each('files').map((file) => ({ name: file.text('name'), bytes: file.whole('bytes'), sha256: file.text('sha256', SHA256) })),
  };
}

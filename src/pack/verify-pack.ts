/** A pack, verified from its bytes and a policy alone: files, checkpoint, events, streams, verdicts. */
import { judgeCheckpoint, parsePolicy, type Policy } from '../proof/policy';
import { parseNote } from '../proof/note';
import { parseCheckpoint, type Checkpoint } from '../proof/checkpoint';
import { Unreadable } from '../proof/unreadable';
import { unpacked, type Files } from './archive';
import { Findings, type Text, type Verification } from './finding';
import { ATTACHMENTS, CHECKPOINT_FILE, EVENTS_FILE, MANIFEST_FILE, manifestFrom, POLICY_FILE, VERDICTS_FILE, type PackManifest } from './manifest';
import { linesOf } from './packed-event';
import { checkStreams, readEvents, type Events } from './verify-events';
import { sha256Of, verdictFrom, type VerdictLine } from './verdict';
import { checkVerdicts } from './verify-verdicts';

const needed = (files: Files, name: string): Buffer => {
  const bytes = files.get(name);
  if (!bytes) throw new Unreadable('pack', `it has no ${name}`);
  return bytes;
};

function checkFiles(files: Files, { files: listed }: PackManifest, findings: Findings): void {
  for (const { name, bytes, sha256 } of listed) {
    const found = files.get(name);
    if (!found) findings.tampered('file-missing', { zh: `包内缺文件 ${name}`, en: `the file ${name} is missing` }, { file: name });
    else if (found.length !== bytes || sha256Of(found) !== sha256) findings.tampered('file-differs', { zh: `文件 ${name} 与清单的哈希不符`, en: `the file ${name} is not what the manifest says` }, { file: name });
  }
  const names = new Set(listed.map(({ name }) => name));
  for (const name of files.keys()) {
    if (name !== MANIFEST_FILE && !names.has(name)) findings.tampered('file-unnamed', { zh: `清单没有列出文件 ${name}`, en: `the manifest does not name the file ${name}` }, { file: name });
  }
}

export interface Vouched {
  readonly checkpoint: Checkpoint;
  readonly notes: readonly Text[];
}

/** The checkpoint, and what speaks for it: a policy from elsewhere, the one enclosed, or nobody. */
export function vouchedCheckpoint(note: string, given: Policy | undefined, enclosed: string | undefined, findings: Findings): Vouched {
  const policy = given ?? (enclosed === undefined ? undefined : parsePolicy(enclosed));
  if (!policy) {
    findings.incomplete('checkpoint-unvouched', { zh: '没有信任策略(--policy):检查点由谁签名未经核对', en: 'no policy was given (--policy): who signed the checkpoint was not checked' });
    return { checkpoint: parseCheckpoint(parseNote(note).text), notes: [] };
  }
  const { checkpoint, objection } = judgeCheckpoint(note, policy);
  // A line by a known key that does not hold is worse than none: somebody made it.
  if (objection !== undefined && objection !== 'quorum-not-reached') findings.tampered('checkpoint-not-signed', { zh: '检查点没有该账本的有效签名', en: 'the checkpoint bears no valid signature of the log' });
  if (objection === 'quorum-not-reached') findings.incomplete('quorum-not-reached', { zh: '见证人签名不足策略要求的数目', en: 'fewer witnesses cosigned the checkpoint than the policy asks for' });
  const notes = given ? [] : [{ zh: '使用的是包内自带的策略:只说明包与其制作者自洽,请以另行取得的策略(--policy)核对', en: 'the policy enclosed was used, which shows only that the pack agrees with its maker: verify with a policy obtained elsewhere (--policy)' }];
  return { checkpoint, notes };
}

function checkAttachments(files: Files, events: Events, findings: Findings): number {
  const named = new Set([...events.values()].flatMap(({ payload }) => JSON.stringify(payload ?? {}).match(/\b[0-9a-f]{64}\b/g) ?? []));
  const attachments = [...files.keys()].filter((name) => name.startsWith(ATTACHMENTS));
  for (const name of attachments) {
    const hash = name.slice(ATTACHMENTS.length, ATTACHMENTS.length + 64);
    if (sha256Of(needed(files, name)) !== hash || !named.has(hash)) findings.tampered('attachment-differs', { zh: `材料 ${name} 不是事件所载哈希的那一份`, en: `${name} is not a file that an event names by its hash` }, { file: name });
  }
  return attachments.length;
}

function held(manifest: PackManifest, events: Events, lines: readonly VerdictLine[], { bound, closed }: { bound: number; closed: number }, attachments: number): Text[] {
  const whole = manifest.streams.filter((stream) => stream.whole).length;
  const count = (n: number): string => String(n);
  return [
    { zh: `${count(events.size)} 件事件均在签名的账本树内,位置与内容一致`, en: `${count(events.size)} events, each in the signed tree at its position` },
    { zh: `${count(whole)} 个对象的事件从首件起无一缺漏(共 ${count(manifest.streams.length)} 个)`, en: `${count(whole)} of ${count(manifest.streams.length)} streams whole, no revision missing` },
    { zh: `${count(lines.length)} 个疑点:规则文本、参数、依据均与账本一致,${count(bound)} 个结论由账本内的证实事件锁定`, en: `${count(lines.length)} verdicts: rule text, parameters and evidence as the ledger holds them; ${count(bound)} bound by an attestation in the ledger` },
    ...(closed > 0 ? [{ zh: `${count(closed)} 个对象由其后的事件收尾,证明其间没有公示`, en: `${count(closed)} streams closed by a later event: nothing was posted in between` }] : []),
    ...(attachments > 0 ? [{ zh: `${count(attachments)} 份材料与事件所载哈希一致`, en: `${count(attachments)} attached files are those the events name` }] : []),
  ];
}

const rejudged: Text = {
  zh: '“规则据此得出该结论”须另用 mingzhang rejudge 复算;包外对象的事件不在证明范围内', en: 'that the rule says so of these events is what mingzhang rejudge shows; streams that are not in the pack are not spoken of',
};

export interface ReadPack {
  readonly files: Files;
  readonly manifest: PackManifest;
  readonly events: Events;
  readonly verdicts: readonly VerdictLine[];
  readonly verification: Verification;
}

/** Throws `Unreadable` where it is no pack at all. */
export function readPack(bytes: Buffer, policy?: Policy, largestBytes?: number): ReadPack {
  const files = unpacked(bytes, largestBytes);
  const findings = new Findings();
  const manifest = manifestFrom(needed(files, MANIFEST_FILE).toString('utf8'));
  checkFiles(files, manifest, findings);
  const { checkpoint, notes } = vouchedCheckpoint(needed(files, CHECKPOINT_FILE).toString('utf8'), policy, files.get(POLICY_FILE)?.toString('utf8'), findings);
  const { origin, size, root } = checkpoint;
  if (origin !== manifest.origin || size !== manifest.size) findings.tampered('checkpoint-swapped', { zh: '检查点不是清单所称的那一个', en: 'the checkpoint is not the one the manifest names' }, { file: CHECKPOINT_FILE });
  const events = readEvents(needed(files, EVENTS_FILE), checkpoint, findings);
  checkStreams(manifest, events, findings);
  const verdicts = linesOf(files.get(VERDICTS_FILE) ?? Buffer.alloc(0), 'verdicts').map((line, at) => verdictFrom(line, at + 1));
  const checks = checkVerdicts(verdicts, size, new Set(manifest.streams.filter(({ whole }) => whole).map(({ id }) => id)), events, findings);
  const amountFen = verdicts.reduce((sum, { verdict }) => sum + (verdict.amountFen ?? 0), 0);
  if (manifest.totals.verdicts !== verdicts.length || manifest.totals.amountFen !== amountFen) {
    findings.tampered('totals-differ', { zh: '清单的疑点数或金额合计与包内不符', en: 'the verdicts or their sum are not what the manifest says' }, { file: VERDICTS_FILE });
  }
  const attachments = checkAttachments(files, events, findings);
  const all = findings.all();
  const verification: Verification = {
    kind: 'pack', origin, size, root: root.toString('base64'), events: events.size, findings: all,
    holds: all.some(({ grade }) => grade === 'tampered') ? [] : held(manifest, events, verdicts, checks, attachments),
    notes: [...notes, ...(verdicts.length > 0 ? [rejudged] : [])],
  };
  return { files, manifest, events, verdicts, verification };
}

export const verifyPack = (bytes: Buffer, policy?: Policy): Verification => readPack(bytes, policy).verification;

/** Evidence (佐证材料): receipts, photos, contracts, minutes by hash, as events of the stream they prove something about; the files themselves stay where they are kept. */
import type { CommandRule, Message, MessageOf, Role } from './decider';
import { BusinessDate, Choice, Code, Integer, Sha256, Words } from './field';
import { Refused } from './refused';

export const EVIDENCE_KINDS = ['receipt', 'photo', 'contract', 'minutes', 'acceptance', 'invoice', 'delivery', 'other'] as const;

export class EvidenceAttached {
  @Choice('what the file is', EVIDENCE_KINDS) kind: (typeof EVIDENCE_KINDS)[number];
  @Sha256('hash of the file') contentHash: string;
  @Code('media type of the file, e.g. image/jpeg', /^[a-z]{1,20}\/[a-z0-9.+-]{1,80}$/, { max: 101 }) mediaType: string;
  @Integer('size of the file in bytes', { min: 1 }) bytes: number;
  @Integer('revision of the event in this stream that it proves; absent: the subject as a whole', { optional: true }) aboutRevision?: number;
  @Words('what it shows', { optional: true, max: 200 }) about?: string;
  @BusinessDate('day of the paper, or the day the photo was taken') occurredOn: string;
}

export const EVIDENCE_EVENTS = { EvidenceAttached };
export const EVIDENCE_COMMANDS = { AttachEvidence: EvidenceAttached };
export type EvidenceEvent = MessageOf<typeof EVIDENCE_EVENTS>;
export type EvidenceCommand = MessageOf<typeof EVIDENCE_COMMANDS>;

/** The command, for the roles that own the stream. The same file handed in twice is a fact for a rule to see, so it is a report. */
export const evidenceRules = (by: readonly Role[]): Record<EvidenceCommand['type'], CommandRule> => ({
  AttachEvidence: { data: EvidenceAttached, kind: 'report', by },
});

/** The evidence of one stream. `revisions` counts every event of the stream, because a file names what it proves by revision. */
export interface Attached {
  readonly revisions: number;
  readonly files: number;
}

export const NOTHING_ATTACHED: Attached = { revisions: 0, files: 0 };

export const isEvidenceCommand = (command: Message): command is EvidenceCommand => Object.hasOwn(EVIDENCE_COMMANDS, command.type);

export function decideEvidence({ data }: EvidenceCommand, attached: Attached): readonly EvidenceEvent[] {
  if (data.aboutRevision !== undefined && data.aboutRevision >= attached.revisions) {
    const revision = String(data.aboutRevision);
    throw new Refused('evidence-about-unknown', { zh: `本对象没有第 ${revision} 号事件,材料无从佐证`, en: `this stream has no event ${revision} that the file could prove` }, 'unknown');
  }
  return [{ type: 'EvidenceAttached', data }];
}

/** To be called with every event of the stream, of whatever type: an event that is not counted would shift all later revisions. */
export const evolveEvidence = ({ revisions, files }: Attached, event: Message): Attached => ({ revisions: revisions + 1, files: event.type === 'EvidenceAttached' ? files + 1 : files });

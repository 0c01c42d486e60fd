/** Disclosures (公示, 公告): events of whichever stream owes them, so that dense revisions, closed by an attestation, can prove that none was posted. */
import type { CommandRule, Message, MessageOf, Role } from './decider';
import { BusinessDate, Choice, Code, Codes, Integer, Sha256, Words } from './field';
import { Refused } from './refused';

/** What a disclosure is about; rule A24 counts a limit for each. */
export const DISCLOSURE_ITEMS = ['allocation', 'project-before-start', 'project-after-completion', 'project-plan', 'roster', 'loan', 'programme', 'other'] as const;
export const LEVELS = ['central', 'province', 'prefecture', 'county', 'township', 'village', 'unit'] as const;

export class DisclosurePosted {
  @Choice('notice 公示 invites objections for a time; announcement 公告 is permanent', ['notice', 'announcement']) kind: 'notice' | 'announcement';
  @Choice('what it is about', DISCLOSURE_ITEMS) item: (typeof DISCLOSURE_ITEMS)[number];
  @Choice('level that posted it', LEVELS) level: (typeof LEVELS)[number];
  @Choice('where it was posted', ['portal', 'board', 'site', 'newspaper', 'message', 'other']) venue: string;
  @Words('name of the venue or its public address', { optional: true }) venueName?: string;
  @Codes('what it told: name, source, amount, document-number, term, target, responsible, beneficiaries, result, hotline…', /^[a-z-]{1,40}$/) fields: string[];
  @BusinessDate('day it was posted') occurredOn: string;
  @BusinessDate('first day shown') from: string;
  @BusinessDate('last day shown; absent while it stays', { optional: true }) until?: string;
  @Sha256('hash of what was posted') contentHash: string;
  @BusinessDate('day the posted page or photo says it was made', { optional: true }) createdOn?: string;
  @Codes('hashes of photos that show it hanging', /^[0-9a-f]{64}$/, { optional: true, max: 20 }) photoHashes?: string[];
  @Code('hotline it names, e.g. 12317', /^[0-9-]{3,8}$/, { optional: true }) hotline?: string;
}

export class DisclosureWithdrawn {
  @Integer('revision of the DisclosurePosted in this stream') postedRevision: number;
  @Words('why it was taken down') reason: string;
  @BusinessDate('day it was taken down') occurredOn: string;
}

/** What an attestation is asked for with. */
export class AttestStream {
  @Choice('why: for an evidence pack, or because a duty lapsed', ['pack', 'lapse']) purpose: 'pack' | 'lapse';
  @Sha256('flag it is made for', { optional: true }) flagId?: string;
  @Sha256('hash of the verdict on that flag, as the pack carries it', { optional: true }) verdictHash?: string;
  @Integer('position the flag was judged at', { optional: true }) judgedAt?: number;
}

/** Says that the stream up to here is all there is: it satisfies no duty and carries no business date. */
export class StreamAttested extends AttestStream {
  @Integer('events of this stream before this one: revisions 0 to one less, none left out', { min: 1 }) revisions: number;
}

export const DISCLOSURE_EVENTS = { DisclosurePosted, DisclosureWithdrawn, StreamAttested };
export const DISCLOSURE_COMMANDS = { PostDisclosure: DisclosurePosted, WithdrawDisclosure: DisclosureWithdrawn, AttestStream };
export type DisclosureEvent = MessageOf<typeof DISCLOSURE_EVENTS>;
export type DisclosureCommand = MessageOf<typeof DISCLOSURE_COMMANDS>;

/** For the roles that own the stream. A late or thin posting is a fact to flag, so both are reports. The service attests, in the name of whoever asked for a pack. */
export const disclosureRules = (by: readonly Role[]): Record<DisclosureCommand['type'], CommandRule> => ({
  PostDisclosure: { data: DisclosurePosted, kind: 'report', by },
  WithdrawDisclosure: { data: DisclosureWithdrawn, kind: 'report', by },
  AttestStream: { data: AttestStream, kind: 'wish', by: [] },
});

export interface Posting {
  readonly revision: number;
  readonly occurredOn: string;
  readonly withdrawn: boolean;
}

/** The disclosures of one stream. `revisions` counts every event of the stream, because a withdrawal names its posting by revision. */
export interface Posted {
  readonly revisions: number;
  readonly postings: readonly Posting[];
}

export const NOTHING_POSTED: Posted = { revisions: 0, postings: [] };

export const isDisclosureCommand = (command: Message): command is DisclosureCommand => Object.hasOwn(DISCLOSURE_COMMANDS, command.type);

export function decideDisclosure(command: DisclosureCommand, posted: Posted): readonly DisclosureEvent[] {
  switch (command.type) {
    case 'PostDisclosure':
      return post(command.data);
    case 'WithdrawDisclosure':
      return withdraw(command.data, posted);
    case 'AttestStream':
      return [{ type: 'StreamAttested', data: { ...command.data, revisions: posted.revisions } }];
  }
}

/** To be called with every event of the stream, of whatever type: an event that is not counted would shift all later revisions. */
export function evolveDisclosure(posted: Posted, event: Message): Posted {
  const revision = posted.revisions;
  const revisions = revision + 1;
  const { postings } = posted;
  if (event.type === 'DisclosurePosted') {
    const { occurredOn } = event.data as DisclosurePosted;
    return { revisions, postings: [...postings, { revision, occurredOn, withdrawn: false }] };
  }
  if (event.type === 'DisclosureWithdrawn') {
    const { postedRevision } = event.data as DisclosureWithdrawn;
    return { revisions, postings: postings.map((posting) => (posting.revision === postedRevision ? { ...posting, withdrawn: true } : posting)) };
  }
  return { revisions, postings };
}

function post(data: DisclosurePosted): readonly DisclosureEvent[] {
  if (data.until !== undefined && data.until < data.from) {
    throw new Refused(
      'disclosure-ends-before-it-begins',
      { zh: `公示截止日 ${data.until} 早于起始日 ${data.from},请核对日期`, en: `the last day shown, ${data.until}, lies before the first, ${data.from}; check the dates` },
      'malformed',
    );
  }
  return [{ type: 'DisclosurePosted', data }];
}

function withdraw(data: DisclosureWithdrawn, posted: Posted): readonly DisclosureEvent[] {
  const revision = String(data.postedRevision);
  const posting = posted.postings.find((candidate) => candidate.revision === data.postedRevision);
  if (!posting) {
    throw new Refused('disclosure-unknown', { zh: `本对象第 ${revision} 号事件不是公示,无从撤下`, en: `event ${revision} of this stream is not a disclosure, so it cannot be withdrawn` }, 'unknown');
  }
  if (posting.withdrawn) {
    throw new Refused('disclosure-already-withdrawn', { zh: `第 ${revision} 号公示已撤下`, en: `disclosure ${revision} was already withdrawn` });
  }
  if (data.occurredOn < posting.occurredOn) {
    throw new Refused(
      'disclosure-withdrawn-before-posted',
      { zh: `撤下日 ${data.occurredOn} 早于公示日 ${posting.occurredOn}`, en: `it cannot be withdrawn on ${data.occurredOn}, before it was posted on ${posting.occurredOn}` },
      'malformed',
    );
  }
  return [{ type: 'DisclosureWithdrawn', data }];
}

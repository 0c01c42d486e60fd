/** Disclosures (公示, 公告): events of whichever stream owes them, so that dense revisions can prove that none was posted. */
import { BusinessDate, Choice, Codes, Integer, Sha256, Words } from './field';

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
}

export class DisclosureWithdrawn {
  @Integer('revision of the DisclosurePosted in this stream') postedRevision: number;
  @Words('why it was taken down') reason: string;
  @BusinessDate('day it was taken down') occurredOn: string;
}

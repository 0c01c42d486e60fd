/** A roster (花名册): who is to be paid what, compiled, posted in the village, objected to, sealed. */
import { BusinessDate, Choice, Fen, Id, Integer, Month, Parts, PersonRef, Region, Sha256, Words, YesNo } from './field';
import { LEVELS } from './disclosure';

export class RosterEntry {
  @PersonRef('payee') payeeRef: string;
  @Id('household', { optional: true }) householdId?: string;
  @Fen('amount') amountFen: number;
}
export class RosterCompiled {
  @Region('village or township') region: string;
  @Id('programme') programmeId: string;
  @Month('first month of the benefit period') benefitFrom: string;
  @Month('last month of the benefit period') benefitTo: string;
  @Parts('entries', () => RosterEntry, { max: 500 }) entries: RosterEntry[];
  @Sha256('hash of the entries in references') contentHash: string;
  @BusinessDate('day of compiling') occurredOn: string;
}
export class RosterPosted {
  @Choice('level', LEVELS) level: string;
  @Words('board or site', { max: 100 }) venueName: string;
  @BusinessDate('first day shown') occurredOn: string;
  @BusinessDate('last day shown') until: string;
  @Sha256('hash of what was posted') contentHash: string;
}
export class ObjectionRaised {
  @Id('names the objection') objectionId: string;
  @PersonRef('entry objected to', { optional: true }) payeeRef?: string;
  @Words('what is objected, nothing personal', { max: 200 }) matter: string;
  @BusinessDate('day') occurredOn: string;
}
export class ObjectionAnswered {
  @Id('objection') objectionId: string;
  @YesNo('objection was right') upheld: boolean;
  @Words('answer, nothing personal', { max: 200 }) answer: string;
  @BusinessDate('day') occurredOn: string;
}
export class RosterSealed {
  @Integer('entries') count: number;
  @Fen('total') totalFen: number;
  @Sha256('final hash of the entries') contentHash: string;
  @BusinessDate('day of sealing') occurredOn: string;
}

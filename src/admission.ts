/** What every command is asked before its decider: may this role send it, here, and is it not dated after the ledger day. */
import { dayAfter } from './domain/day';
import type { CommandRule, Decider, Recorded } from './domain/decider';
import { covers } from './domain/decider';
import { Refused } from './domain/refused';
import type { CommandRequest } from './command-request';
import type { StreamState } from './stream-states';

/** Role × region, after the stream is known: its own region counts, not what the sender says. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- states differ per noun; only their own decider looks inside.
export function authorise(request: CommandRequest, decider: Decider<any, any, any>, rule: CommandRule, stream: StreamState): void {
  if (!request.asStep && !rule.by.includes(request.actor.role)) {
    throw new Refused('role-may-not', {
      zh: `“${request.actor.role}”无权办理 ${request.command.type};可由 ${rule.by.join('、')} 办理`,
      en: `role ${request.actor.role} may not send ${request.command.type}; it is for ${rule.by.join(', ') || 'the service itself'}`,
    }, 'forbidden');
  }
  if (stream.revision < 0 && !rule.opens) throw unknownHere(request);
  if (request.asStep) return;
  const region = decider.region(stream.state, request.command.data);
  // What belongs to no region (days, calendars, rules) is open to whoever has the role.
  if (region === '' || covers(request.actor.region, region)) return;
  if (!rule.opens) throw unknownHere(request);
  // Of what stands there already nothing is told but that the id is taken elsewhere.
  const whose = stream.revision < 0 ? { zh: `属于区划 ${region},`, en: `belongs to region ${region}, ` } : { zh: '', en: 'lies ' };
  throw new Refused('region-not-yours', { zh: `该事项${whose.zh}不在您的辖区 ${request.actor.region} 内`, en: `this ${whose.en}outside your region ${request.actor.region}` }, 'forbidden');
}

/** The same words for what does not exist and for what lies in another region: whether it exists there is not the sender's business. */
function unknownHere({ streamId }: CommandRequest): Refused {
  // A long number in an id may be anybody's: an answer does not repeat it.
  const shown = streamId.replace(/\d{8,}/g, '…');
  return new Refused('subject-unknown', { zh: `台账中没有 ${shown},或不在您的辖区`, en: `the ledger holds no ${shown}, or it is outside your region` }, 'unknown');
}

/** Nothing may occur after the ledger day. With `refuse`, throws instead of answering false. */
export function bounded(data: object, ledgerDay: string | undefined, refuse = false): boolean {
  const occurredOn = (data as { occurredOn?: unknown }).occurredOn;
  if (ledgerDay === undefined || typeof occurredOn !== 'string' || occurredOn <= ledgerDay) return true;
  if (!refuse) return false;
  throw new Refused('after-ledger-day', {
    zh: `业务日期 ${occurredOn} 晚于台账日 ${ledgerDay}`,
    en: `the business date ${occurredOn} lies after the ledger day ${ledgerDay}`,
  }, 'malformed', [{ pointer: '/occurredOn', code: 'after-ledger-day', text: { zh: `不得晚于 ${ledgerDay}`, en: `must not be after ${ledgerDay}` } }]);
}

/** The day that begins when this DayEnded is recorded. */
export const ledgerDayAfter = (event: Recorded): string => dayAfter((event.data as { occurredOn: string }).occurredOn);

/** Firms are asked to bid, bid, and one of them wins; few firms, who share what they should not. */
import { account, person, said } from '../../../../projections/anomalies/story';
import { BidReceived, ProjectAwarded, ProjectTendered } from '../../../../src/domain/project-contract';
import { firms, people, pick, type Act, type Kind, type Telling } from '../telling';

const numbers = ['t1', 't2', 't3'];

/** Now and then a project buys in several tenders on one day, with the same firms in all of them. */
function tender(told: Telling, act: Act): void {
  const stream = `project-${pick(['j1', 'j2'], act.a)}`;
  if (!told.knows(stream)) return;
  const occurredOn = told.on(act);
  const tenderNumber = pick(numbers, act.b);
  switch (act.c % 4) {
    case 0: return void told.say(said(stream, ProjectTendered, {
      tenderNumber, method: pick(['open', 'direct', 'inquiry'] as const, act.late), category: pick(['works', 'goods'] as const, act.b), budgetFen: 1_000_000, lots: 1, closesOn: occurredOn, occurredOn,
    }));
    case 1: return void told.say(bid(stream, { tenderNumber, occurredOn }, act, act.late));
    default: return (act.c % 4 === 2 ? numbers : [tenderNumber]).forEach((number) => {
      told.say(...[0, 1, 2].map((bidder) => bid(stream, { tenderNumber: number, occurredOn }, act, bidder)));
      told.say(said(stream, ProjectAwarded, { tenderNumber: number, ...lotOf(act), winnerUscc: pick(firms, act.late % 4 === 0 ? 1 : 0), winnerName: '示例公司', amountFen: 1_000_000, occurredOn }));
    });
  }
}

const lotOf = ({ b }: Act): { lot?: number } => (b % 7 === 0 ? { lot: 2 } : {});

const bid = (stream: string, of: Pick<BidReceived, 'tenderNumber' | 'occurredOn'>, act: Act, bidder: number) => said(stream, BidReceived, {
  ...of, ...lotOf(act), bidderUscc: pick(firms, bidder), bidderName: '示例公司', amountFen: 1_000_000, ...(act.late % 3 > 0 && { legalRepRef: person(pick(people.slice(0, 3), act.late + bidder)) }),
  ...(act.b % 3 === 0 && { accountRef: account(pick(people.slice(0, 3), act.late)) }), ...(act.b % 5 === 0 && { contactRef: person('li'), deviceHash: 'a'.repeat(64) }),
});

export default { weight: 1, tell: tender } satisfies Kind;

/** Planted for A27: the list was changed after it had hung (公示后改名单), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Home } from '../wishes';
import { OrderlyRoster } from '../orderly-roster';
import type { Plantings } from '../planting';

interface Grant {
  readonly it: OrderlyRoster;
  readonly homes: readonly Home[];
  /** Lives in the village and is not on the list that was compiled. */
  readonly other: Home;
}

/** A grant of the village with money for one household more. */
function grant(world: CaseWorld): Grant {
  const village = world.village();
  const homes = Array.from({ length: world.chance.whole(4, 8) }, () => world.household({ village, others: ['spouse'] }));
  const other = world.household({ village });
  const programme = world.programme({ payee: 'household', cadence: 'once', endsWithDeath: false });
  const on = addDays('2018-02-20', world.chance.whole(0, 250));
  const amountFen = world.chance.whole(5, 30) * 10_000;
  const allocation = world.money({ programme, amountFen: amountFen * (homes.length + 2), on: addDays(on, -20) });
  return { it: new OrderlyRoster(world, { programme, homes, amountFen, period: [on.slice(0, 7)], on, allocation }), homes, other };
}

/** Objected to on its third day, answered when it is over. */
function objected({ it }: Grant, on: Home | undefined, upheld: boolean): void {
  it.say(addDays(it.postedOn, 2), 'RaiseObjection', { objectionId: 'O1', matter: '名单有误', ...(on && { payee: it.world.named(on.members[0]) }) })
    .say(addDays(it.until, -1), 'AnswerObjection', { objectionId: 'O1', upheld, answer: upheld ? '经核实属实,予以调整' : '经核实不属实' });
}

/** Hung as compiled, sealed and paid as these. */
function sealedAs({ it }: Grant, homes: readonly Home[]): void {
  it.compiled().posted().sealed({ entries: it.entries(homes) }).paid(undefined, homes);
}

const exchanged = ({ homes, other }: Grant): Home[] => [...homes.slice(1), other];

const plantings: Plantings = {
  rule: 'A27',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'after it had hung, one household is put in the place of another', share: 2, tell(world) { const it = grant(world); sealedAs(it, exchanged(it)); } },
    { part: 'a', truth: 'anomaly', told: 'one household is added to the list that had hung', tell(world) { const it = grant(world); sealedAs(it, [...it.homes, it.other]); } },
    { part: 'a', truth: 'anomaly', told: 'the village rejected an objection, and the list was changed all the same', tell(world) { const it = grant(world); objected(it, it.homes[0], false); sealedAs(it, exchanged(it)); } },
    {
      part: 'a', truth: 'anomaly', told: 'an objection carries one change; another was made beside it',
      tell(world) { const it = grant(world); objected(it, it.homes[0], true); sealedAs(it, [...it.homes.slice(2), it.other]); },
    },
    { part: 'b', truth: 'anomaly', told: 'the sealed list is one, the list sent to the bank pays somebody else besides', share: 2, tell(world) { const it = grant(world); it.it.compiled().posted().sealed().paid(undefined, exchanged(it)); } },
    { part: 'b', truth: 'anomaly', told: 'one household of the sealed list is paid more than it says', tell: paidMore },
    { part: 'a', truth: 'separable', told: 'sealed and paid as it hung', tell(world) { const { it } = grant(world); it.told(); } },
    { part: 'a', truth: 'separable', told: 'an objection was right: the household it names is taken off', tell(world) { const it = grant(world); objected(it, it.homes[0], true); sealedAs(it, it.homes.slice(1)); } },
    { part: 'a', truth: 'separable', told: 'an objection was right: a household that had been left out is put on', tell(world) { const it = grant(world); objected(it, it.other, true); sealedAs(it, [...it.homes, it.other]); } },
    {
      part: 'a', truth: 'separable', told: 'somebody on the list dies while it hangs, and is taken off',
      tell(world) {
        const it = grant(world);
        const [gone] = it.homes;
        const on = addDays(it.it.postedOn, 3);
        if (gone) world.say(on, 'office', 'ReportMemberDeath', gone.id, { person: world.named(gone.members[0]), source: 'civil-affairs', occurredOn: on });
        sealedAs(it, it.homes.slice(1));
      },
    },
    { part: 'a', truth: 'separable', told: 'changed after an outcry, and the changed list hung for the full time again', tell: hungAgain },
    { part: 'b', truth: 'separable', told: 'one household of the list is paid later, by a list of its own', tell(world) { const { it, homes } = grant(world); it.compiled().posted().sealed().paid(undefined, homes.slice(1)); } },
    { part: 'a', truth: 'inseparable', told: 'a family moved away in those days and asked to be taken off, by word of mouth', tell(world) { const it = grant(world); sealedAs(it, it.homes.slice(1)); } },
  ],
};

function paidMore(world: CaseWorld): void {
  const { it, homes } = grant(world);
  const { programme, period, amountFen, allocation = '' } = it.wish;
  it.compiled().posted().sealed();
  homes.forEach((home, nth) => world.line({ programme, period, on: addDays(it.until, 3), home, amountFen: nth === 0 ? amountFen + Math.floor(amountFen / 2) : amountFen, list: it.id, roster: it.id, allocation }));
}

function hungAgain(world: CaseWorld): void {
  const it = grant(world);
  const homes = exchanged(it);
  const roster = new OrderlyRoster(world, { ...it.it.wish, homes, on: addDays(it.it.until, 3) });
  it.it.compiled().posted();
  roster.told();
}
export default plantings;

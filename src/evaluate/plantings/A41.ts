/**
 * Planted for A41: accounts edited in bulk when nobody looks. Who makes and approves, or binds and pays, in one person is refused by the service itself: those sub-codes serve
 * history brought over, which is told by the rule's own stories.
 */
import type { CaseWorld } from '../case-world';
import type { Plantings } from '../planting';

const two = (value: number): string => String(value).padStart(2, '0');

/** Replacement cards entered one minute after the other from an hour of a day on. */
function edits(world: CaseWorld, count: number, on: string, fromHour: number, more: object = {}, minutesApart = 2): void {
  const village = world.village();
  for (let nth = 0; nth < count; nth += 1) {
    const home = world.household({ village });
    const [head] = home.members;
    const minute = nth * minutesApart;
    world.say(on, 'office', 'ReplaceAccount', home.id, {
      oldAccount: world.card(home.account, head), account: world.card(world.account(), head), person: world.named(head), bank: '农商行', branch: '农商行示例支行', reason: '换卡',
      enteredAt: `${two(fromHour + Math.floor(minute / 60))}:${two(minute % 60)}`, occurredOn: on, ...more,
    });
  }
}

const WEEKDAYS = ['2018-04-10', '2018-05-15', '2018-06-12', '2018-07-17', '2018-09-11', '2018-10-16'];
const SUNDAYS = ['2018-04-15', '2018-05-20', '2018-07-08', '2018-11-11'];
const HOLIDAYS = ['2018-05-01', '2018-06-18', '2018-09-24', '2018-10-02'];

const plantings: Plantings = {
  rule: 'A41',
  plantings: [
    { part: 'c', truth: 'anomaly', ownCounty: true, told: 'two dozen accounts are changed within an hour at night', tell(world) { edits(world, world.chance.whole(21, 26), world.chance.pick(WEEKDAYS), 22); } },
    { part: 'c', truth: 'anomaly', ownCounty: true, told: 'two dozen accounts are changed on the morning of a holiday', tell(world) { edits(world, world.chance.whole(21, 26), world.chance.pick(HOLIDAYS), 9); } },
    { part: 'c', truth: 'anomaly', ownCounty: true, told: 'two dozen accounts are changed at four in the morning', tell(world) { edits(world, world.chance.whole(21, 26), world.chance.pick(WEEKDAYS), 4); } },
    { part: 'c', truth: 'anomaly', ownCounty: true, told: 'thirty accounts are changed on a Sunday afternoon', tell(world) { edits(world, 30, world.chance.pick(SUNDAYS), 14, {}, 1); } },
    { part: 'c', truth: 'anomaly', ownCounty: true, told: 'forty accounts are changed in half an hour late in the evening', tell(world) { edits(world, 40, world.chance.pick(WEEKDAYS), 23, {}, 1); } },
    { part: 'c', truth: 'separable', ownCounty: true, share: 2, told: 'as many on the morning of a working day', tell(world) { edits(world, 24, world.chance.pick(WEEKDAYS), 9); } },
    { part: 'c', truth: 'separable', ownCounty: true, told: 'a dozen and a half at night', tell(world) { edits(world, world.hard ? 19 : 12, world.chance.pick(WEEKDAYS), 22); } },
    { part: 'c', truth: 'separable', ownCounty: true, told: 'a bank merger switches every card overnight, under its campaign', tell(world) { edits(world, 24, world.chance.pick(WEEKDAYS), 22, { campaign: 'bank-merger-2018' }); } },
    { part: 'c', truth: 'separable', ownCounty: true, told: 'one every five minutes of a long evening', tell(world) { edits(world, 22, world.chance.pick(WEEKDAYS), 22, {}, 5); } },
  ],
};
export default plantings;

/** One stream of each noun of a county, opened by those whose it is, all under one id; for tests of what others may do to them. */
import type { CommandRule } from '../../src/domain/decider';
import { allCommands, deciderOf } from '../../src/domain/nouns';
import type { TestApp } from './app';
import { household, issue, openBatch, programme, receive, split } from './county-commands';
import { sampleOf } from './sample';

/** Shared by the whole country: the role alone decides. */
export const NATIONAL: readonly string[] = ['access', 'calendar', 'day', 'incident', 'region', 'rule'];

/** Where one value of the sample contradicts another. */
const sound = (id: string): Readonly<Record<string, object>> => ({ roster: { contentHash: undefined }, payment: { allocationId: id, payeeRef: undefined, projectId: undefined }, programme: { negativeList: [] }, case: { subjects: [] }, complaint: { subject: undefined } });

export interface Probe {
  readonly type: string;
  readonly noun: string;
  readonly rule: CommandRule;
  /** As one line of a bulk request. */
  readonly line: string;
}

/** Commands that many nouns know name the full stream. */
const namesStream = (type: string, nouns: readonly string[]): boolean => nouns.length > 1 || /Disclosure$/.test(type);

/** Each command once for every noun that knows it, well formed. */
export function probes(id: string): Probe[] {
  return allCommands().flatMap(({ type, nouns }) => nouns.map((noun): Probe => {
    const rule = deciderOf(noun)?.commands[type] as CommandRule;
    const line = JSON.stringify({ key: `probe-${noun}-${type}-${id}`, type, id: namesStream(type, nouns) ? `${noun}-${id}` : id, data: sampleOf(rule.data) });
    return { type, noun, rule, line };
  }));
}

/** Answers the nouns of which a stream stands now. */
export async function openOneOfEach(service: TestApp, county: string, id: string): Promise<ReadonlySet<string>> {
  const send = async (user: string, type: string, of: string, data: object): Promise<void> => {
    await (await service.as(user)).send(type, of, data).expect(201);
  };
  await send('province@42', 'DefineProgramme', 'grain', programme());
  await send('province@42', 'IssueAllocation', 'root-1', issue());
  await send('province@42', 'SplitAllocation', 'root-1', split({ toAllocationId: id, toRegion: county }));
  await send(`clerk@${county}`, 'ReceiveAllocation', id, receive({ region: county }));
  await send(`office@${county}`, 'RegisterHousehold', id, household({ region: `${county}101201` }));
  await send(`clerk@${county}`, 'OpenBatch', id, openBatch({ allocationId: id, region: county }));
  const opened = new Set(['allocation', 'household', 'batch']);
  for (const { noun, type, rule } of probes(id)) {
    if (opened.has(noun) || NATIONAL.includes(noun) || rule.opens !== true || rule.by.length === 0) continue;
    const data = { ...sampleOf(rule.data), region: county, ...sound(id)[noun] };
    const { status } = await (await service.as(`${String(rule.by[0])}@${county}`)).send(type, id, data);
    if (status === 201) opened.add(noun);
  }
  return opened;
}

/** Attempts on the service itself are told in the ledger: once a day each, as the service, never with what was sent. */
import type { CommandRequest } from '../src/command-request';
import type { Actor } from '../src/domain/decider';
import type { IncidentRecorded } from '../src/domain/incident';
import { MemoryEventStore } from '../src/event-store/memory';
import { Executor } from '../src/execute';
import { Incidents } from '../src/incidents';
import { PendingInMemory } from './support/pending-in-memory';

const admin: Actor = { id: 'admin', role: 'admin', office: 'admin-422899', region: '422899' };
const province: Actor = { id: 'province', role: 'province', office: 'finance-42', region: '42' };
const endDay = (on: string): CommandRequest => ({ streamId: 'day-ledger', actor: admin, key: `day-${on}`, command: { type: 'EndDay', data: { occurredOn: on } } });
const issue = (amountFen: number, key = 'k1'): CommandRequest => ({
  streamId: 'allocation-root', actor: province, key,
  command: { type: 'IssueAllocation', data: {
    region: '42', programmeId: 'WORKS', documentNumber: '鄂财农发〔2018〕1号', budgetYear: 2018, source: 'central', functionCode: '2130504', amountFen, occurredOn: '2018-01-01',
  } },
});
const define: CommandRequest = { streamId: 'programme-WORKS', actor: province, key: 'define', command: { type: 'DefineProgramme', data: {
  region: '42', name: '财政专项扶贫资金', basis: '财农〔2017〕8号', effectiveFrom: '2018-01-01', payee: 'organisation', cadence: 'by-progress', allowedPurposes: ['rural-infrastructure'],
  negativeList: [], economicClasses: ['310'], exclusiveWith: [], endsWithDeath: false, rosterPostingDays: 7, occurredOn: '2018-01-01',
} } };

async function ground(): Promise<{ executor: Executor; incidents: Incidents; told: () => Promise<readonly IncidentRecorded[]>; troubles: unknown[] }> {
  const store = new MemoryEventStore();
  const troubles: unknown[] = [];
  const executor = new Executor(store, new PendingInMemory(), (request, refusal) => { incidents.refused(request, refusal); });
  const incidents: Incidents = new Incidents({ store, execute: (request) => executor.execute(request), ledgerDay: () => executor.currentLedgerDay(), troubled: (error) => troubles.push(error) });
  for (const request of [define, endDay('2018-01-01'), issue(10_000_00)]) await executor.execute(request);
  const told = async () => {
    await incidents.flush();
    return (await store.readAll(0, 100)).filter(({ type }) => type === 'IncidentRecorded').map(({ data }) => data as IncidentRecorded);
  };
  return { executor, incidents, told, troubles };
}
const conflict = { code: 'key-conflict' };

describe('an incident', () => {
  it('is recorded when a used key carries another request: who, which command, what it collides with, and no amount', async () => {
    const { executor, told } = await ground();
    await expect(executor.execute(issue(1))).rejects.toMatchObject(conflict);
    const [incident, ...more] = await told();
    expect(more).toEqual([]);
    expect(incident).toEqual({
      kind: 'key-conflict', attempted: expect.any(String), command: 'IssueAllocation', aboutStreamId: 'allocation-root', firstPosition: 2, byActor: 'province', byOffice: 'finance-42', region: '42', occurredOn: '2018-01-02',
    });
  });

  it('repeated within a ledger day is the same one; on the next day it is told again', async () => {
    const { executor, told, troubles } = await ground();
    for (const amountFen of [1, 2, 1, 3]) await expect(executor.execute(issue(amountFen))).rejects.toMatchObject(conflict);
    expect(await told()).toHaveLength(1);
    await executor.execute(endDay('2018-01-02'));
    await expect(executor.execute(issue(4))).rejects.toMatchObject(conflict);
    expect((await told()).map(({ occurredOn }) => occurredOn)).toEqual(['2018-01-02', '2018-01-03']);
    expect(troubles).toEqual([]);
  });

  it('is nothing that an ordinary refusal makes', async () => {
    const { executor, told } = await ground();
    await expect(executor.execute(issue(1, 'k2'))).rejects.toThrow();
    await expect(executor.execute({ ...issue(1), actor: { ...province, region: '43' } })).rejects.toMatchObject({ code: 'region-not-yours' });
    expect(await told()).toEqual([]);
  });

  it('that somebody else than the service wants to record is refused', async () => {
    const { executor } = await ground();
    await expect(executor.execute({ streamId: 'incident-1', actor: admin, key: 'i', command: { type: 'RecordIncident', data: { kind: 'fencing', attempted: 'x' } } })).rejects.toMatchObject({ code: 'role-may-not' });
  });

  it('of fencing is told by whoever replaced the writer', async () => {
    const { incidents, told } = await ground();
    incidents.record({ kind: 'fencing', attempted: '旧写入者已被替换 · a writer was replaced', sameBy: 'epoch 7' });
    expect(await told()).toEqual([{ kind: 'fencing', attempted: expect.any(String), occurredOn: '2018-01-02' }]);
  });
});

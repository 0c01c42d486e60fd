/** What holds for every noun there is and will be, and for national streams and three-person work through the real command handler. */
import type { Actor, CommandRule, Role } from '../../src/domain/decider';
import { covers } from '../../src/domain/decider';
import type { Class } from '../../src/domain/field-list';
import { checkMessage } from '../../src/domain/field-check';
import { NOUNS } from '../../src/domain/nouns';
import { MemoryEventStore } from '../../src/event-store/memory';
import { Executor } from '../../src/execute';
import { sampleOf } from '../support/sample';
import { hash } from '../support/story';

const ROLES: readonly Role[] = ['clerk', 'checker', 'office', 'bank', 'admin', 'province', 'rule-maker', 'rule-checker', 'rule-releaser', 'system'];
const OVERSIGHT = ['case', 'complaint', 'engagement', 'inquiry', 'recovery', 'rectification'];
const commandsOf = (noun: (typeof NOUNS)[number]): [string, CommandRule][] => Object.entries(noun.commands as Record<string, CommandRule>);

describe.each(NOUNS.map((noun) => [noun.noun, noun] as const))('%s', (_name, noun) => {
  it('can be opened, and by nobody who only looks: auditor, inspector and supervisor send no business event, only what is their own work', () => {
    expect(commandsOf(noun).some(([, rule]) => rule.opens)).toBe(true);
    const overseers = commandsOf(noun).flatMap(([, rule]) => rule.by).filter((role) => !ROLES.includes(role));
    expect(OVERSIGHT.includes(noun.noun) ? overseers.length > 0 : overseers.length === 0).toBe(true);
  });

  it('has messages that can be written', () => {
    const classes = [...commandsOf(noun).map(([, rule]) => rule.data), ...Object.values(noun.events as Record<string, Class>)];
    for (const type of classes) expect(checkMessage(type, sampleOf(type))).toEqual([]);
  });

  it('takes its region from its opening, before and after', () => {
    for (const [, rule] of commandsOf(noun).filter(([, { opens }]) => opens)) expect(typeof noun.region(noun.initial, sampleOf(rule.data))).toBe('string');
  });
});

describe('the catalogue', () => {
  it('stands in order of the alphabet, one noun per prefix', () => {
    const names = NOUNS.map(({ noun }) => noun);
    expect(names).toEqual([...new Set(names)].sort());
  });
});

describe('the command handler', () => {
  const person = (id: string, role: Role, region: string): Actor => ({ id, role, office: `office-${id}`, region });
  const release = (version: number, digit: string) => ({
    type: 'ReleaseRule', data: { code: 'A03', version, titleZh: '重复享受', titleEn: 'Paid twice', harm: 'misappropriation', sql: 'select 1', touches: 'select 2', textHash: hash(digit), parameters: [{ name: 'graceMonths', value: 1, basis: 'proposal' }] },
  });
  const pending = { begin: async () => {}, end: async () => {}, unfinished: async () => [] };
  const service = person('system', 'system', '');

  it('lets every county near a national stream, by role alone', async () => {
    expect(covers('422899', '')).toBe(true);
    expect(covers('422899', '422826')).toBe(false);
    const executor = new Executor(new MemoryEventStore(), pending);
    const admin = person('admin', 'admin', '422899');
    await expect(executor.execute({ streamId: 'day-ledger', actor: admin, key: 'd1', command: { type: 'EndDay', data: { occurredOn: '2018-01-01' } } })).resolves.toMatchObject({ status: 'recorded' });
    await expect(executor.execute({ streamId: 'day-ledger', actor: person('clerk', 'clerk', '422899'), key: 'd2', command: { type: 'EndDay', data: { occurredOn: '2018-01-02' } } })).rejects.toMatchObject({ code: 'role-may-not' });
  });

  it('looks before it refuses a second version after a restart', async () => {
    const store = new MemoryEventStore();
    await new Executor(store, pending).execute({ streamId: 'rule-A03', actor: service, key: 'r1', command: release(1, 'a') });
    await expect(new Executor(store, pending).execute({ streamId: 'rule-A03', actor: service, key: 'r2', command: release(2, 'b') })).resolves.toMatchObject({ status: 'recorded' });
  });

  it.each(['at once', 'after a restart'])('tells maker and checker of a parameter apart, %s', async (when) => {
    const store = new MemoryEventStore();
    let executor = new Executor(store, pending);
    const send = (id: string, role: Role, type: string, data: object) => {
      if (when === 'after a restart') executor = new Executor(store, pending);
      return executor.execute({ streamId: 'rule-A03', actor: person(id, role, '422899'), key: `${id}-${type}`, command: { type, data } });
    };
    await executor.execute({ streamId: 'rule-A03', actor: service, key: 'r1', command: release(1, 'a') });
    await send('mu', 'rule-maker', 'ProposeRuleParameter', { name: 'graceMonths', value: 2, basis: '县实施方案', region: '422899', effectiveFrom: '2018-07-01' });
    await expect(send('mu', 'rule-checker', 'CheckRuleParameter', { proposalRevision: 1 })).rejects.toMatchObject({ code: 'same-person' });
    await send('lin', 'rule-checker', 'CheckRuleParameter', { proposalRevision: 1 });
    await expect(send('mu', 'rule-releaser', 'SetRuleParameter', { proposalRevision: 1 })).rejects.toMatchObject({ code: 'same-person' });
    await expect(send('he', 'rule-releaser', 'SetRuleParameter', { proposalRevision: 1 })).resolves.toMatchObject({ status: 'recorded', lastRevision: 3 });
  });
});

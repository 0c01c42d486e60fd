/** Demo users and their tokens. */
import { SignJWT } from 'jose';
import { demoActor, demoUsers, Tokens } from '../../src/api/sign-in';
import { parseMasterKeys } from '../../src/vault/keys';

describe('a demo user', () => {
  it('by bare name belongs to the demo county', () => {
    expect(demoActor('clerk', 'demo')).toEqual({ id: 'clerk@422899', role: 'clerk', office: 'finance-422899', region: '422899' });
  });

  it('with a county belongs to that county', () => {
    expect(demoActor('checker@422826', 'demo')).toEqual({ id: 'checker@422826', role: 'checker', office: 'finance-422826', region: '422826' });
  });

  it('of the province acts for its two digits', () => {
    expect(demoActor('province', 'demo')).toEqual({ id: 'province@42', role: 'province', office: 'finance-42', region: '42' });
    expect(demoActor('province@42', 'demo')).toEqual(demoActor('province', 'demo'));
  });

  it('shares an office but not an identity with the one who checks', () => {
    expect(demoActor('clerk', 'demo')?.office).toBe(demoActor('checker', 'demo')?.office);
    expect(new Set(demoUsers.map((name) => demoActor(name, 'demo')?.id)).size).toBe(demoUsers.length);
  });

  it.each([['clerk', 'Demo'], ['system', 'demo'], ['nobody', 'demo'], ['clerk@', 'demo'], ['clerk@42x', 'demo'], ['clerk@422899@42', 'demo'], ['__proto__', 'demo'], ['', 'demo']])('%s with %s is nobody', (name, password) => {
    expect(demoActor(name, password)).toBeUndefined();
  });
});

describe('a token', () => {
  const keys = parseMasterKeys('a'.repeat(64));
  const tokens = new Tokens('local', keys);
  const clerk = { id: 'clerk@422899', role: 'clerk', office: 'finance-422899', region: '422899' } as const;

  it('stands for its actor, also after a restart, in another process, and after a new key', async () => {
    const { accessToken, expiresIn } = await tokens.issue(clerk);
    expect(expiresIn).toBe(8 * 60 * 60);
    expect(await new Tokens('local', parseMasterKeys('a'.repeat(64))).actorOf(accessToken)).toEqual(clerk);
    expect(await new Tokens('local', parseMasterKeys(`1 ${'a'.repeat(64)}\n2 ${'b'.repeat(64)}`)).actorOf(accessToken)).toEqual(clerk);
  });

  it('forged, cut or out of date stands for nobody', async () => {
    const { accessToken } = await tokens.issue(clerk);
    const stranger = (await new Tokens('local', parseMasterKeys('b'.repeat(64))).issue(clerk)).accessToken;
    const late = await new SignJWT({ role: 'clerk' }).setProtectedHeader({ alg: 'HS256', kid: '1' }).setIssuer('mingzhang-local').setAudience('mingzhang-local').setExpirationTime(1).sign(keys.derive('tokens'));
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${String(accessToken.split('.')[1])}.`;
    for (const bad of [accessToken.slice(0, -3), late, stranger, unsigned, 'x', '']) expect(await tokens.actorOf(bad)).toBeUndefined();
  });

  it('that was good stands for nobody once its time is over', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'queueMicrotask'], now: new Date('2026-03-02T08:00:00Z') });
    try {
      const { accessToken } = await tokens.issue(clerk);
      for (const [time, actor] of [['08:00:01', clerk], ['15:59:59', clerk], ['16:00:00', undefined], ['08:00:02', clerk]] as const) {
        jest.setSystemTime(new Date(`2026-03-02T${time}Z`));
        expect(await tokens.actorOf(accessToken)).toEqual(actor);
      }
    } finally {
      jest.useRealTimers();
    }
  });

  it('is not given and not taken in production', async () => {
    const { accessToken } = await tokens.issue(clerk);
    const production = new Tokens('production', keys);
    expect(await production.actorOf(accessToken)).toBeUndefined();
    await expect(production.issue(clerk)).rejects.toThrow('local profile only');
  });
});

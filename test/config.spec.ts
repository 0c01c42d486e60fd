/** Settings: defaults, and one clear line where one is wrong. */
import * as path from 'node:path';
import { readConfig, settings } from '../src/config';

describe('settings', () => {
  it('have a default each: an empty environment is a local service with the demo on an embedded database', () => {
    expect(readConfig({})).toEqual({
      profile: 'local', port: 3000, host: '127.0.0.1', dataDir: path.resolve('data'), demo: true, databaseUrl: undefined, eventStore: 'postgres',
      roles: ['api', 'follower', 'sealer'], masterKeyFile: undefined, trustedProxies: [], policy: undefined, witnessSeconds: 10,
      seal: { origin: 'mingzhang.local/ledger', folder: path.resolve('data/proof'), sm2: false }, scrub: { newestEvents: 100_000, eventsPerSecond: 500 },
      limits: { requestsPerMinute: 60_000, signInsPerMinute: 30, uploadsAtOnce: 8, listenersAtOnce: 500, requestSeconds: 600, readSeconds: 30 },
    });
  });

  it('are each listed with a meaning in both languages', () => {
    expect(settings.map((setting) => setting.name)).toEqual(expect.arrayContaining(['PORT', 'DATA_DIR', 'MINGZHANG_DEMO', 'DATABASE_URL', 'EVENT_STORE', 'MINGZHANG_PROFILE', 'MINGZHANG_ROLES', 'MASTER_KEY_FILE']));
    expect(settings.filter(({ meaning }) => !meaning.zh || !meaning.en)).toEqual([]);
  });

  it.each([
    [{ PORT: '70000' }, 'PORT must be a number from 0 to 65535, not "70000"'],
    [{ PORT: 'three' }, 'PORT must be a number from 0 to 65535, not "three"'],
    [{ MINGZHANG_DEMO: 'yes' }, 'MINGZHANG_DEMO must be on or off, not "yes"'],
    [{ MINGZHANG_PROFILE: 'prod' }, 'MINGZHANG_PROFILE must be local or production, not "prod"'],
    [{ MINGZHANG_ROLES: 'api,boss' }, 'MINGZHANG_ROLES must be a list of api, follower, sealer, not "boss"'],
    [{ EVENT_STORE: 'kurrentdb://somewhere' }, 'EVENT_STORE: the KurrentDB store does not exist yet; use postgres'],
    [{ DATABASE_URL: 'mysql://root:secret@h/d' }, 'DATABASE_URL must look like postgresql://user:password@host:5432/database'],
    [{ MINGZHANG_UPLOADS_AT_ONCE: '0' }, 'MINGZHANG_UPLOADS_AT_ONCE must be a whole number from 1, not "0"'],
    [{ MINGZHANG_REQUESTS_PER_MINUTE: 'many' }, 'MINGZHANG_REQUESTS_PER_MINUTE must be a whole number from 0, not "many"'],
    [{ MINGZHANG_TRUSTED_PROXIES: '10.0.0.0/8,proxy' }, 'MINGZHANG_TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8, not "proxy"'],
    [{ MINGZHANG_WITNESS_SECONDS: '0' }, 'MINGZHANG_WITNESS_SECONDS must be a whole number from 1 to 99999, not "0"'],
    [{ MINGZHANG_POLICY: '/nowhere/policy' }, "MINGZHANG_POLICY: /nowhere/policy: ENOENT: no such file or directory, open '/nowhere/policy'"],
    [{ MINGZHANG_ORIGIN: 'our ledger' }, 'MINGZHANG_ORIGIN must be a name without blanks and plus signs'],
    [{ MINGZHANG_SM2: 'yes' }, 'MINGZHANG_SM2 must be on or off, not "yes"'],
    [{ MINGZHANG_SCRUB_PER_SECOND: 'slowly' }, 'MINGZHANG_SCRUB_PER_SECOND must be a whole number from 0, not "slowly"'],
    [{ MASTER_KEY_FILE: '/nowhere/key' }, 'MASTER_KEY_FILE: there is no file /nowhere/key'],
  ])('%j stops the start with one line', (environment, line) => {
    expect(() => readConfig(environment)).toThrow(line);
  });
});

describe('production', () => {
  const sound = { MINGZHANG_PROFILE: 'production', DATABASE_URL: 'postgresql://ledger@db/ledger', MASTER_KEY_FILE: __filename, MINGZHANG_ORIGIN: 'ledger.example.org/funds', MINGZHANG_SEAL_DIR: '/apart' };

  it('has no demo and listens to all by default', () => {
    expect(readConfig(sound)).toMatchObject({ profile: 'production', demo: false, host: '0.0.0.0' });
  });

  it('asks for a sealer\'s name and folder only of a process that seals', () => {
    expect(readConfig({ ...sound, MINGZHANG_ORIGIN: '', MINGZHANG_SEAL_DIR: '', MINGZHANG_ROLES: 'api,follower' }).roles).toEqual(['api', 'follower']);
  });

  it.each([
    ['demo data and accounts', { ...sound, MINGZHANG_DEMO: 'on' }, /^MINGZHANG_DEMO=on is refused in production/],
    ['the embedded database', { ...sound, DATABASE_URL: undefined }, /^DATABASE_URL is needed in production/],
    ['default keys', { ...sound, MASTER_KEY_FILE: undefined }, /^MASTER_KEY_FILE is needed in production/],
    ['a log under the name anybody may use', { ...sound, MINGZHANG_ORIGIN: '' }, /^MINGZHANG_ORIGIN is needed in production/],
    ['a sealer whose key lies with the data', { ...sound, MINGZHANG_SEAL_DIR: ' ' }, /^MINGZHANG_SEAL_DIR is needed in production/],
    ['a key kept with the data', { ...sound, DATA_DIR: path.dirname(__filename) }, /^MASTER_KEY_FILE must not lie under DATA_DIR/],
  ])('refuses %s', (_, environment, line) => {
    expect(() => readConfig(environment)).toThrow(line);
  });
});

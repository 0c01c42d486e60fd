/** The environment as typed values: every setting with its default and meaning, and one clear line where one is wrong. */
import * as fs from 'node:fs';
import { isIP } from 'node:net';
import * as path from 'node:path';
import type { Text } from './domain/refused';
import { parsePolicy, type Policy } from './proof/policy';

export const parts = ['api', 'follower', 'sealer'] as const;
export type Part = (typeof parts)[number];

/** How much of what the service does at most; 0 = no limit where a rate is meant. */
export interface Limits {
  /** Per signed-in user; a bulk request counts once. */
  readonly requestsPerMinute: number;
  /** Failed ones, per address. */
  readonly signInsPerMinute: number;
  readonly uploadsAtOnce: number;
  readonly listenersAtOnce: number;
  /** For a whole request to arrive. */
  readonly requestSeconds: number;
  /** For one read of the database. */
  readonly readSeconds: number;
}

export interface Config {
  readonly profile: 'local' | 'production';
  /** 0 = any free port. */
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  readonly demo: boolean;
  /** Undefined = the embedded server under dataDir. */
  readonly databaseUrl: string | undefined;
  readonly eventStore: 'postgres';
  readonly roles: readonly Part[];
  /** Undefined = a key made under dataDir/keys; production refuses that. */
  readonly masterKeyFile: string | undefined;
  /** Whose signatures are asked for, as it stands in its file and as it is read. */
  readonly policy: { readonly text: string; readonly read: Policy } | undefined;
  /** Between two looks for a checkpoint to show to witnesses. */
  readonly witnessSeconds: number;
  readonly limits: Limits;
  /** Addresses whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  readonly seal: Seal;
  readonly scrub: Scrub;
}

/** What the log is signed with. */
export interface Seal {
  /** The log's name, as it stands in every checkpoint. */
  readonly origin: string;
  /** Keys and memory of the sealer, apart from the database. */
  readonly folder: string;
  readonly sm2: boolean;
}

export interface Scrub {
  /** Compared at start. */
  readonly newestEvents: number;
  /** From then on; 0 = not at all. */
  readonly eventsPerSecond: number;
}

/** Said to the person who started us, and nothing else is. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Setting {
  readonly name: string;
  /** What holds when it is not set, as one would write it; empty = nothing. */
  readonly fallback: (environment: Environment) => string;
  readonly meaning: Text;
}

const isProduction = (environment: Environment): boolean => environment['MINGZHANG_PROFILE'] === 'production';

interface LimitSetting extends Setting {
  readonly limit: keyof Limits;
  readonly least: number;
}

const limit = (name: string, of: keyof Limits, usual: number, least: number, zh: string, en: string): LimitSetting => ({ name, limit: of, least, fallback: () => String(usual), meaning: { zh, en } });

const limitSettings: readonly LimitSetting[] = [
  limit('MINGZHANG_REQUESTS_PER_MINUTE', 'requestsPerMinute', 60_000, 0, '每个用户每分钟的请求数上限,批量请求计一次;0 为不限', 'requests a user may send a minute, a bulk one counts once; 0 = no limit'),
  limit('MINGZHANG_SIGN_INS_PER_MINUTE', 'signInsPerMinute', 30, 0, '每个地址每分钟登录失败次数上限;0 为不限', 'failed sign-ins an address may make a minute; 0 = no limit'),
  limit('MINGZHANG_UPLOADS_AT_ONCE', 'uploadsAtOnce', 8, 1, '同时接收的文件数', 'files taken in at once'),
  limit('MINGZHANG_LISTENERS_AT_ONCE', 'listenersAtOnce', 500, 1, '同时打开的事件流数', 'event streams open at once'),
  limit('MINGZHANG_REQUEST_SECONDS', 'requestSeconds', 600, 1, '一个请求须在此秒数内发送完毕', 'seconds within which a request must have arrived'),
  limit('MINGZHANG_READ_SECONDS', 'readSeconds', 30, 1, '一次查询的秒数上限', 'seconds one read of the database may take'),
];

export const settings: readonly Setting[] = [
  { name: 'PORT', fallback: () => '3000', meaning: { zh: 'HTTP 端口,0 为任意空闲端口', en: 'HTTP port; 0 = any free one' } },
  { name: 'HOST', fallback: (env) => (isProduction(env) ? '0.0.0.0' : '127.0.0.1'), meaning: { zh: '监听地址', en: 'address to listen on' } },
  { name: 'DATA_DIR', fallback: () => 'data', meaning: { zh: '数据目录:内置数据库与密钥', en: 'folder of the embedded database and the keys' } },
  { name: 'MINGZHANG_PROFILE', fallback: () => 'local', meaning: { zh: 'local 或 production;production 拒绝演示账号、默认密钥和内置数据库', en: 'local or production; production refuses demo accounts, default keys and the embedded database' } },
  { name: 'MINGZHANG_DEMO', fallback: (env) => (isProduction(env) ? 'off' : 'on'), meaning: { zh: 'on 或 off:off 时从空账本开始', en: 'on or off: off starts with an empty ledger' } },
  { name: 'MINGZHANG_ROLES', fallback: () => parts.join(','), meaning: { zh: '本进程承担的部分,逗号分隔;同一数据库上可有多个进程,各有自己的 DATA_DIR,共用一个 MASTER_KEY_FILE', en: 'what this process does, comma-separated; several processes may serve one database, each with its own DATA_DIR, all with one MASTER_KEY_FILE' } },
  { name: 'DATABASE_URL', fallback: () => '', meaning: { zh: 'PostgreSQL 地址(15 及以上);空则使用内置数据库;须直连,不可经事务级连接池(如 PgBouncer transaction)', en: 'PostgreSQL 15 or later, itself and not a transaction-pooling proxy such as PgBouncer; empty = the embedded one' } },
  { name: 'EVENT_STORE', fallback: () => 'postgres', meaning: { zh: '账本存储', en: 'where the ledger is kept' } },
  { name: 'MASTER_KEY_FILE', fallback: () => '', meaning: { zh: '主密钥文件;空则在 DATA_DIR/keys 下生成', en: 'master key file; empty = one made under DATA_DIR/keys' } },
  { name: 'MINGZHANG_POLICY', fallback: () => '', meaning: { zh: '见证策略文件(C2SP tlog-policy),写明向哪些见证方索取签名;空则不索取', en: 'policy file (C2SP tlog-policy) with the witnesses whose signatures are asked for; empty = none' } },
  { name: 'MINGZHANG_WITNESS_SECONDS', fallback: () => '10', meaning: { zh: '每隔几秒将新检查点送各见证方', en: 'seconds between two showings of a new checkpoint to witnesses' } },
  { name: 'MINGZHANG_ORIGIN', fallback: () => 'mingzhang.local/ledger', meaning: { zh: '账本之名,写入每个签名检查点;一经使用不再更改', en: 'name of the log, in every checkpoint it signs; not changed once used' } },
  { name: 'MINGZHANG_SEAL_DIR', fallback: () => '', meaning: { zh: '签名密钥与签名记忆所在目录,须与数据库分开保管;空则为 DATA_DIR/proof', en: 'folder of the keys the log is signed with and of what was signed last, kept apart from the database; empty = DATA_DIR/proof' } },
  { name: 'MINGZHANG_SM2', fallback: () => 'off', meaning: { zh: 'on 或 off:检查点另加国密 SM2 签名', en: 'on or off: checkpoints bear a second signature, with SM2' } },
  { name: 'MINGZHANG_SCRUB_NEWEST', fallback: () => '100000', meaning: { zh: '启动时与证明核对的最新事件数', en: 'newest events compared with the proof at start' } },
  { name: 'MINGZHANG_SCRUB_PER_SECOND', fallback: () => '500', meaning: { zh: '此后每秒与证明核对的事件数,周而复始;0 为不核对', en: 'events a second compared with the proof from then on, over and over; 0 = none' } },
  ...limitSettings,
  { name: 'MINGZHANG_TRUSTED_PROXIES', fallback: () => '', meaning: { zh: '可信代理的地址或网段,逗号分隔;只信其 X-Forwarded-For', en: 'addresses or networks of proxies whose X-Forwarded-For is believed, comma-separated' } },
];

/** As set, or as it stands by default. An empty value counts as not set. */
export function settingValue(name: string, environment: Environment): string {
  const given = environment[name]?.trim();
  if (given !== undefined && given !== '') return given;
  return settings.find((setting) => setting.name === name)?.fallback(environment) ?? '';
}

function choice<T extends string>(name: string, environment: Environment, values: readonly T[]): T {
  const value = settingValue(name, environment);
  const found = values.find((one) => one === value);
  if (found === undefined) throw new ConfigError(`${name} must be ${values.join(' or ')}, not "${value}"`);
  return found;
}

function readPort(environment: Environment): number {
  const value = settingValue('PORT', environment);
  const port = /^\d{1,5}$/.test(value) ? Number(value) : -1;
  if (port < 0 || port > 65_535) throw new ConfigError(`PORT must be a number from 0 to 65535, not "${value}"`);
  return port;
}

/** A wrong URL may hold a password: it is not repeated. */
function readDatabaseUrl(environment: Environment): string | undefined {
  const value = settingValue('DATABASE_URL', environment);
  if (value === '') return undefined;
  if (!URL.canParse(value) || !/^postgres(ql)?:$/.test(new URL(value).protocol)) throw new ConfigError('DATABASE_URL must look like postgresql://user:password@host:5432/database');
  return value;
}

function readEventStore(environment: Environment): 'postgres' {
  const value = settingValue('EVENT_STORE', environment);
  if (/^(kurrentdb|esdb)/.test(value)) throw new ConfigError('EVENT_STORE: the KurrentDB store does not exist yet; use postgres');
  return choice('EVENT_STORE', environment, ['postgres']);
}

function readParts(environment: Environment): readonly Part[] {
  const asked = settingValue('MINGZHANG_ROLES', environment).split(',').map((word) => word.trim());
  const wrong = asked.find((word) => !(parts as readonly string[]).includes(word));
  if (wrong !== undefined) throw new ConfigError(`MINGZHANG_ROLES must be a list of ${parts.join(', ')}, not "${wrong}"`);
  return parts.filter((part) => asked.includes(part));
}

function readMasterKeyFile(environment: Environment): string | undefined {
  const value = settingValue('MASTER_KEY_FILE', environment);
  if (value === '') return undefined;
  if (!fs.existsSync(value)) throw new ConfigError(`MASTER_KEY_FILE: there is no file ${value}`);
  return path.resolve(value);
}

function readPolicy(environment: Environment): Config['policy'] {
  const file = settingValue('MINGZHANG_POLICY', environment);
  if (file === '') return undefined;
  try {
    const text = fs.readFileSync(file, 'utf8');
    const read = parsePolicy(text);
    const wrong = [...read.witnesses].find(([, { url }]) => url !== undefined && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)));
    if (wrong) throw new Error(`the address of witness ${wrong[0]} must begin with http:// or https://`);
    return { text, read };
  } catch (error) {
    throw new ConfigError(`MINGZHANG_POLICY: ${file}: ${(error as Error).message}`);
  }
}

function readWitnessSeconds(environment: Environment): number {
  const value = settingValue('MINGZHANG_WITNESS_SECONDS', environment);
  if (!/^[1-9]\d{0,4}$/.test(value)) throw new ConfigError(`MINGZHANG_WITNESS_SECONDS must be a whole number from 1 to 99999, not "${value}"`);
  return Number(value);
}

function readLimits(environment: Environment): Limits {
  return Object.fromEntries(limitSettings.map(({ name, limit: of, least }) => {
    const value = settingValue(name, environment);
    if (!/^\d{1,9}$/.test(value) || Number(value) < least) throw new ConfigError(`${name} must be a whole number from ${String(least)}, not "${value}"`);
    return [of, Number(value)];
  })) as unknown as Limits;
}

function readTrustedProxies(environment: Environment): readonly string[] {
  const given = settingValue('MINGZHANG_TRUSTED_PROXIES', environment).split(',').map((each) => each.trim()).filter((each) => each !== '');
  const wrong = given.find((each) => isIP(each.split('/')[0] ?? '') === 0 || !/^[^/]+(\/\d{1,3})?$/.test(each));
  if (wrong !== undefined) throw new ConfigError(`MINGZHANG_TRUSTED_PROXIES must be addresses or networks such as 10.0.0.0/8, not "${wrong}"`);
  return given;
}

/** A line of a signed note: a name without blanks or plus signs. */
function readSeal(environment: Environment): Seal {
  const origin = settingValue('MINGZHANG_ORIGIN', environment);
  if (!/^[^\s+\p{Cc}]{1,200}$/u.test(origin)) throw new ConfigError(`MINGZHANG_ORIGIN must be a name without blanks and plus signs, such as ledger.example.org/funds, not "${origin}"`);
  const folder = settingValue('MINGZHANG_SEAL_DIR', environment);
  return { origin, folder: path.resolve(folder === '' ? path.join(settingValue('DATA_DIR', environment), 'proof') : folder), sm2: choice('MINGZHANG_SM2', environment, ['on', 'off']) === 'on' };
}

function readScrub(environment: Environment): Scrub {
  const [newestEvents, eventsPerSecond] = ['MINGZHANG_SCRUB_NEWEST', 'MINGZHANG_SCRUB_PER_SECOND'].map((name) => {
    const value = settingValue(name, environment);
    if (!/^\d{1,9}$/.test(value)) throw new ConfigError(`${name} must be a whole number from 0, not "${value}"`);
    return Number(value);
  }) as [number, number];
  return { newestEvents, eventsPerSecond };
}

/** What is signed under a name anybody may use, with a key that lies where the data lie, proves nothing to others. */
function refuseUnnamedSeal({ roles }: Config, environment: Environment): void {
  if (!roles.includes('sealer')) return;
  for (const name of ['MINGZHANG_ORIGIN', 'MINGZHANG_SEAL_DIR']) {
    if ((environment[name] ?? '').trim() === '') throw new ConfigError(`${name} is needed in production where MINGZHANG_ROLES has sealer: the default is for local use`);
  }
}

function refuseInProduction(config: Config, environment: Environment): void {
  if (config.profile !== 'production') return;
  if (config.demo) throw new ConfigError('MINGZHANG_DEMO=on is refused in production: there are no demo data and demo accounts there');
  if (config.databaseUrl === undefined) throw new ConfigError('DATABASE_URL is needed in production: the embedded database is for local use');
  if (config.masterKeyFile === undefined) throw new ConfigError('MASTER_KEY_FILE is needed in production: the default key is for local use');
  // Whoever copies the data folder would have the key with it; and the key a trial made there is no secret of production.
  if (config.masterKeyFile.startsWith(config.dataDir + path.sep)) throw new ConfigError('MASTER_KEY_FILE must not lie under DATA_DIR in production: the key a trial made there is for local use');
  refuseUnnamedSeal(config, environment);
}

export function readConfig(environment: Environment = process.env): Config {
  const config: Config = {
    profile: choice('MINGZHANG_PROFILE', environment, ['local', 'production']),
    port: readPort(environment),
    host: settingValue('HOST', environment),
    dataDir: path.resolve(settingValue('DATA_DIR', environment)),
    demo: choice('MINGZHANG_DEMO', environment, ['on', 'off']) === 'on',
    databaseUrl: readDatabaseUrl(environment),
    eventStore: readEventStore(environment),
    roles: readParts(environment),
    masterKeyFile: readMasterKeyFile(environment),
    policy: readPolicy(environment),
    witnessSeconds: readWitnessSeconds(environment),
    limits: readLimits(environment),
    trustedProxies: readTrustedProxies(environment),
    seal: readSeal(environment),
    scrub: readScrub(environment),
  };
  refuseInProduction(config, environment);
  return config;
}

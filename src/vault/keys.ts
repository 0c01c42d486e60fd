/** The master keys: where they lie, and the keys derived from them by purpose and version. Nothing here is ever logged. */
import { hkdfSync, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';

const purposes = ['lookup', 'wrapping', 'uploads', 'snapshots', 'tokens', 'check'] as const;
export type KeyPurpose = (typeof purposes)[number];

/** Keys by purpose, as they may be handed to a thread of this process. */
export interface DerivedKeys {
  readonly versions: readonly number[];
  readonly derived: ReadonlyMap<string, Uint8Array>;
}

/** Several versions are valid at once, so that keys can rotate; the highest one is used for everything new. */
export class MasterKeys {
  readonly versions: readonly number[];
  readonly current: number;
  private readonly derived = new Map<string, Buffer>();

  /** A version may stand without its key: then only what was derived of it before can be used. */
  constructor(private readonly byVersion: ReadonlyMap<number, Buffer | undefined>) {
    this.versions = [...byVersion.keys()].sort((a, b) => a - b);
    const current = this.versions.at(-1);
    if (current === undefined) throw new Error('there is no master key');
    this.current = current;
    for (const [version, key] of byVersion) if (key && key.length !== 32) throw new Error(`master key version ${String(version)} must have 32 bytes`);
  }

  has(version: number): boolean {
    return this.byVersion.has(version);
  }

  /** One key per purpose: who learns the look-up key can still open nothing. */
  derive(purpose: KeyPurpose, version: number = this.current): Buffer {
    const name = `${purpose}/${String(version)}`;
    const known = this.derived.get(name);
    if (known) return known;
    const master = this.byVersion.get(version);
    if (!master) throw new Error(`master key version ${String(version)} is not in the key file`);
    const key = Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `mingzhang/vault/${name}`, 32));
    this.derived.set(name, key);
    return key;
  }

  /** Everything derived and nothing of what it was derived from. */
  handOver(): DerivedKeys {
    for (const version of this.versions) for (const purpose of purposes) this.derive(purpose, version);
    return { versions: this.versions, derived: new Map(this.derived) };
  }

  static handedOver({ versions, derived }: DerivedKeys): MasterKeys {
    const keys = new MasterKeys(new Map(versions.map((version) => [version, undefined])));
    for (const [name, key] of derived) keys.derived.set(name, Buffer.from(key));
    return keys;
  }
}

/** `version hex` per line; one bare line of 64 hexadecimal digits is version 1. Lines beginning with # are ignored. */
export function parseMasterKeys(text: string): MasterKeys {
  const byVersion = new Map<number, Buffer>();
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    if (line === '' || line.startsWith('#')) continue;
    const match = /^(?:(\d{1,4})\s+)?([0-9a-fA-F]{64})$/.exec(line);
    const version = Number(match?.[1] ?? 1);
    // The line itself is never quoted: it may be a key with one character too many.
    if (!match?.[2] || version < 1 || byVersion.has(version)) throw new Error('the master key file must hold lines of "version 64-hex-digits", each version once');
    byVersion.set(version, Buffer.from(match[2], 'hex'));
  }
  return new MasterKeys(byVersion);
}

function createKeyFile(file: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${String(process.pid)}-${randomBytes(4).toString('hex')}`;
  const handle = fs.openSync(draft, 'wx', 0o600);
  try {
    fs.writeSync(handle, `1 ${randomBytes(32).toString('hex')}\n`);
    fs.fsyncSync(handle);
  } finally {
    fs.closeSync(handle);
  }
  // A link fails where the file exists: of two services starting at once one key wins, and both read that one.
  try {
    fs.linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    fs.unlinkSync(draft);
  }
}

function readKeyFile(file: string, name: string): MasterKeys {
  const mode = fs.statSync(file).mode;
  if ((mode & 0o007) !== 0) throw new Error(`${name} may be read by everyone on this machine: set it to mode 0600`);
  return parseMasterKeys(fs.readFileSync(file, 'utf8'));
}

export interface KeyPlace {
  /** `MASTER_KEY_FILE`: required in production, optional in the local profile. */
  readonly file?: string | undefined;
  readonly dataDir: string;
  readonly profile: 'local' | 'production';
}

/** In the local profile `DATA_DIR/keys/master.key` is made at the first start; production never invents a key. */
export function loadMasterKeys(place: KeyPlace): MasterKeys {
  if (place.file !== undefined && place.file !== '') return readKeyFile(place.file, 'MASTER_KEY_FILE');
  if (place.profile === 'production') throw new Error('MASTER_KEY_FILE is required in the production profile');
  const file = path.join(place.dataDir, 'keys', 'master.key');
  if (!fs.existsSync(file)) createKeyFile(file);
  return readKeyFile(file, 'DATA_DIR/keys/master.key');
}

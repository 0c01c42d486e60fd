/** Master keys: made once, readable by their owner only, derived by purpose and version. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { loadMasterKeys, parseMasterKeys } from '../../src/vault/keys';

const hex = '0123456789abcdef'.repeat(4);
let dataDir: string;
beforeEach(() => (dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'keys-'))));
afterEach(() => fs.rmSync(dataDir, { recursive: true }));

describe('master keys', () => {
  it('are made at the first local start, for the owner only, and found again', () => {
    const keys = loadMasterKeys({ dataDir, profile: 'local' });
    const file = path.join(dataDir, 'keys', 'master.key');
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(path.dirname(file))).toEqual(['master.key']);
    expect(loadMasterKeys({ dataDir, profile: 'local' }).derive('lookup')).toEqual(keys.derive('lookup'));
  });

  it('are never invented in production, nor read where everybody may', () => {
    expect(() => loadMasterKeys({ dataDir, profile: 'production' })).toThrow('MASTER_KEY_FILE is required');
    const file = path.join(dataDir, 'given.key');
    fs.writeFileSync(file, `${hex}\n`, { mode: 0o600 });
    expect(loadMasterKeys({ dataDir, profile: 'production', file }).current).toBe(1);
    fs.chmodSync(file, 0o644);
    expect(() => loadMasterKeys({ dataDir, profile: 'production', file })).toThrow('may be read by everyone');
  });

  it('differ by purpose and version, and the highest version is used', () => {
    const keys = parseMasterKeys(`# rotated\n2 ${'f'.repeat(64)}\n1 ${hex}\n`);
    expect([keys.current, keys.versions]).toEqual([2, [1, 2]]);
    const all = (['lookup', 'wrapping', 'uploads'] as const).flatMap((purpose) => [1, 2].map((version) => keys.derive(purpose, version).toString('hex')));
    expect(new Set(all).size).toBe(6);
    expect(() => keys.derive('lookup', 3)).toThrow('version 3');
  });

  it.each(['', `1 ${hex.slice(1)}`, `1 ${hex}\n1 ${hex}`, `0 ${hex}`])('refuse a spoiled file without quoting it', (text) => {
    const error = (() => { try { parseMasterKeys(text); return ''; } catch (thrown) { return String(thrown); } })();
    expect(error).toMatch(/master key/);
    expect(error).not.toContain('0123456789');
  });
});

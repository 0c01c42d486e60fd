/** `mingzhang witness` as a process: killed between requests it forgets nothing, and it starts for nobody else. */
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseVkey } from '../../src/proof/note';
import { GrownLog } from './grown-log';
import { logSigner, vkeyOf } from './keys';
import { spawnWitness, startWitness, type RunningWitness } from './witness-process';

const log = logSigner(1);
const history = new GrownLog(log, 300);

describe('the command witness', () => {
  let dir: string;
  const running: RunningWitness[] = [];
  beforeEach(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), 'witness-'));
  });
  afterEach(async () => {
    for (const witness of running.splice(0)) await witness.kill();
    fs.rmSync(dir, { recursive: true, force: true });
  });

  const start = async (...more: readonly string[]): Promise<RunningWitness> => {
    const witness = await startWitness(['--dir', dir, '--log', vkeyOf(log), ...more]);
    running.push(witness);
    return witness;
  };
  const add = (witness: RunningWitness, older: number, newer: number): Promise<Response> => fetch(`${witness.url}/add-checkpoint`, { method: 'POST', body: history.request(older, newer) });
  const endOf = async (...args: readonly string[]): Promise<{ code: number; said: string }> => {
    const child = spawnWitness(args);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => { said += part.toString(); });
    const [code] = (await once(child, 'close')) as [number];
    return { code, said };
  };

  it('killed at once after each answer, still knows what it has signed', async () => {
    let vkey: string | undefined;
    let size = 0;
    for (const next of [1, 2, 64, 65, 300]) {
      const witness = await start('--name', 'audit.example.cn/witness');
      vkey ??= witness.vkey;
      expect([witness.vkey, parseVkey(vkey).name]).toEqual([vkey, 'audit.example.cn/witness']);
      expect(await (await add(witness, size === 0 ? 1 : 0, 300)).text()).toBe(`${String(size)}\n`);
      expect((await add(witness, size, next)).status).toBe(200);
      await running.pop()?.kill();
      size = next;
    }
  }, 60_000);

  it('killed while requests come in, has signed no more than it remembers', async () => {
    let signed = 0;
    for (let round = 0; round < 3; round += 1) {
      const witness = await start('--name', 'audit.example.cn/witness');
      const known = Number(await (await add(witness, 300, 300)).text());
      expect(known).toBeGreaterThanOrEqual(signed);
      signed = known;
      const killing = new Promise<void>((resolve) => setTimeout(() => { void witness.kill().then(resolve); }, 40 + 25 * round));
      try {
        for (let size = known; size < 299; size += 1) {
          if ((await add(witness, size, size + 1)).status === 200) signed = size + 1;
        }
      } catch {
        // It was killed in the middle of a request.
      }
      await killing;
      running.pop();
    }
    expect(signed).toBeGreaterThan(0);
  }, 60_000);

  it('says what is missing', async () => {
    const vkey = vkeyOf(log);
    expect(await endOf('--log', vkey)).toMatchObject({ code: 3, said: expect.stringContaining('--dir is needed') as string });
    expect(await endOf('--dir', dir)).toMatchObject({ code: 3, said: expect.stringContaining('--log VKEY or --policy FILE') as string });
    expect(await endOf('--dir', dir, '--log', 'nonsense')).toMatchObject({ code: 3, said: expect.stringContaining('not a verifier key') as string });
    expect(await endOf('--dir', dir, '--log', vkey)).toMatchObject({ code: 3, said: expect.stringContaining('needs a name') as string });
    expect(await endOf('--help')).toMatchObject({ code: 0, said: expect.stringContaining('--policy VALUE') as string });
  }, 60_000);

  it('keeps its folder to itself, and its name', async () => {
    const witness = await start('--name', 'audit.example.cn/witness');
    expect(fs.statSync(path.join(dir, 'identity.json')).mode & 0o077).toBe(0);
    expect(await endOf('--dir', dir, '--log', vkeyOf(log))).toMatchObject({ code: 3, said: expect.stringContaining('already runs') as string });
    const ended = once(witness.process, 'exit');
    witness.process.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(await endOf('--dir', dir, '--log', vkeyOf(log), '--name', 'another.example.cn/witness')).toMatchObject({ code: 3, said: expect.stringContaining('is called audit.example.cn/witness') as string });
    const policy = path.join(dir, 'policy');
    fs.writeFileSync(policy, `log ${vkeyOf(log)}\nwitness w ${witness.vkey}\nquorum w\n`);
    const again = await startWitness(['--dir', dir, '--policy', policy, '--prefix', '/watch/']);
    running.push(again);
    expect([again.vkey, again.url.endsWith('/watch'), (await add(again, 0, 5)).status]).toEqual([witness.vkey, true, 200]);
  }, 60_000);
});

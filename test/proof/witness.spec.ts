/** A witness over HTTP, as tlog-witness words it: what it signs, what it refuses and how, and that nothing makes it forget. */
import { once } from 'node:events';
import * as fs from 'node:fs';
import { connect } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { addCheckpointText, parseAddCheckpoint } from '../../src/proof/add-checkpoint';
import { parseCheckpoint } from '../../src/proof/checkpoint';
import { noteText, parseNote, parseSignatureLine, parseVkey, vkeyText } from '../../src/proof/note';
import { cosignedAt, standingOf, type Cosigner } from '../../src/proof/signer';
import { Witness } from '../../src/proof/witness';
import { originHash, WitnessMemory } from '../../src/proof/witness-memory';
import { openDoor, type OpenDoor } from '../../src/proof/witness-server';
import { GrownLog } from './grown-log';
import { logSigner, signedCheckpoint, witnessSigner } from './keys';

const log = logSigner(1);
const history = new GrownLog(log, 600);
const NOW = 1_767_225_600;

interface Standing {
  readonly dir: string;
  readonly door: OpenDoor;
  readonly cosigner: Cosigner;
  readonly refusals: string[];
  nowSeconds: number;
  ask(body: string | Buffer): Promise<{ status: number; type: string | null; body: string }>;
  get(path: string): Promise<{ status: number; body: string }>;
}

const open: Standing[] = [];

async function stand(dir = fs.mkdtempSync(path.join(os.tmpdir(), 'witness-')), cosigner = witnessSigner(2)): Promise<Standing> {
  const memory = WitnessMemory.open(dir, cosigner.key);
  const refusals: string[] = [];
  const clock = { seconds: NOW };
  const witness = new Witness({ cosigner, logs: [log.key, logSigner(8, 'ledger.example/other').key], memory, nowSeconds: () => clock.seconds, refused: ({ size }) => { refusals.push(String(size)); } });
  const door = await openDoor({ witness, memory, cosigner, prefix: '/w', failed: () => undefined }, { host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${String(door.port)}/w`;
  const ask: Standing['ask'] = async (body) => {
    const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
    return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
  };
  const get: Standing['get'] = async (at) => {
    const response = await fetch(`${url}${at}`);
    return { status: response.status, body: await response.text() };
  };
  const standing: Standing = { dir, door, cosigner, refusals, ask, get, get nowSeconds() { return clock.seconds; }, set nowSeconds(seconds) { clock.seconds = seconds; } };
  open.push(standing);
  return standing;
}

describe('a witness', () => {
  let witness: Standing;
  beforeEach(async () => {
    witness = await stand();
  });
  afterEach(async () => {
    for (const { door, dir } of open.splice(0)) {
      await door.close();
      fs.rmSync(dir, { recursive: true, force: true });
    }
  });

  it('signs what it sees first, and then what continues it', async () => {
    for (const [older, newer] of [[0, 5], [5, 300], [300, 300], [300, 600]] as const) {
      const { status, body } = await witness.ask(history.request(older, newer));
      expect([status, body.endsWith('\n')]).toEqual([200, true]);
      const { text } = parseNote(history.checkpoint(newer));
      const line = parseSignatureLine(body.slice(0, -1));
      expect([standingOf(witness.cosigner.key, { text, signatures: [line] }), cosignedAt(line)]).toEqual(['signed', NOW]);
    }
  });

  it('answers as the specification says', async () => {
    await witness.ask(history.request(0, 300));
    const other = new GrownLog(log, 600, { from: 10 });
    const stranger = new GrownLog(logSigner(5, 'ledger.example/stranger'), 10);
    const thief = new GrownLog(logSigner(6), 600);
    const forged = history.request(300, 600).replace(/(— \S+ \S{20})./, (_, kept: string) => `${kept}A`);
    const cases: readonly (readonly [what: string, body: string | Buffer, status: number])[] = [
      ['nothing', '', 400], ['not UTF-8', Buffer.concat([Buffer.from(history.request(300, 600)), Buffer.from([0xff, 0x0a])]), 400], ['no old size', history.request(300, 600).replace('old ', 'new '), 400], ['a zero before the old size', history.request(300, 600).replace('old 300', 'old 0300'), 400],
      ['64 lines of proof', addCheckpointText({ oldSize: 300, proof: Array.from({ length: 64 }, () => Buffer.alloc(32)), checkpoint: history.checkpoint(600) }), 400], ['a line that is no hash', history.request(300, 600).replace('\n', '\nAAAA\n'), 400],
      ['no checkpoint', 'old 300\n\n', 400], ['lines that end otherwise', history.request(300, 600).replaceAll('\n', '\r\n'), 400], ['an old size above the new', history.request(0, 200).replace('old 0', 'old 300'), 400],
      ['a log nobody watches', stranger.request(0, 10), 404], ['the origin of one log and the key of another', signedCheckpoint(log, { size: 400, root: history.root(400) }).replace(/^/, 'old 300\n\n').replace('ledger.example/funds-2026\n', 'ledger.example/other\n'), 403],
      ['another key under the name', thief.request(300, 600), 403], ['a forged signature', forged, 403],
      ['an old size below', history.request(200, 600), 409], ['an old size above', history.request(400, 600), 409],
      ['another history', other.request(300, 600), 422], ['another root of the same size', other.request(300, 300), 422], ['a wrong proof', addCheckpointText({ oldSize: 300, proof: history.proof(299, 600), checkpoint: history.checkpoint(600) }), 422],
      ['a proof too long', addCheckpointText({ oldSize: 300, proof: [...history.proof(300, 600), Buffer.alloc(32)], checkpoint: history.checkpoint(600) }), 422], ['a proof of the same size', addCheckpointText({ oldSize: 300, proof: [Buffer.alloc(32)], checkpoint: history.checkpoint(300) }), 422],
    ];
    for (const [what, body, status] of cases) {
      const answered = await witness.ask(body);
      expect([what, answered.status]).toEqual([what, status]);
      if (status === 409) expect([answered.type, answered.body]).toEqual(['text/x.tlog.size', '300\n']);
    }
    expect((await witness.ask(history.request(300, 600))).status).toBe(200);
  });

  it('refuses a forged line of a known key even beside a good one', async () => {
    const note = parseNote(history.checkpoint(5));
    const twice = noteText({ ...note, signatures: [...note.signatures, { ...log.sign('something else\n') }] });
    expect((await witness.ask(addCheckpointText({ oldSize: 0, proof: [], checkpoint: twice }))).status).toBe(403);
    const unknown = noteText({ ...note, signatures: [...note.signatures, logSigner(7, 'somebody.example').sign(note.text)] });
    expect((await witness.ask(addCheckpointText({ oldSize: 0, proof: [], checkpoint: unknown }))).status).toBe(200);
  });

  it('sees the first checkpoint without a proof, and an empty log with the root of the empty tree alone', async () => {
    expect((await witness.ask(addCheckpointText({ oldSize: 0, proof: [Buffer.alloc(32)], checkpoint: history.checkpoint(5) }))).status).toBe(422);
    expect((await witness.ask(addCheckpointText({ oldSize: 0, proof: [], checkpoint: signedCheckpoint(log, { size: 0, root: Buffer.alloc(32) }) }))).status).toBe(422);
    expect((await witness.ask(history.request(0, 0))).status).toBe(200);
    expect((await witness.ask(history.request(0, 5))).status).toBe(200);
  });

  it('is not led back by an old checkpoint that is sent again', async () => {
    await witness.ask(history.request(0, 5));
    const replayed = history.request(5, 300);
    await witness.ask(replayed);
    await witness.ask(history.request(300, 600));
    expect(await witness.ask(replayed)).toMatchObject({ status: 409, body: '600\n' });
    expect((await witness.ask(history.request(0, 5))).body).toBe('600\n');
  });

  it('of requests that come at once lets one through, and never signs two histories', async () => {
    await witness.ask(history.request(0, 5));
    const other = new GrownLog(log, 600, { from: 100 });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => witness.ask((at % 2 === 0 ? history : other).request(5, 200 + at))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(19);
  });

  it('does not sign an earlier time than before, though its clock was set back', async () => {
    await witness.ask(history.request(0, 5));
    witness.nowSeconds = NOW - 86_400;
    expect(cosignedAt(parseSignatureLine((await witness.ask(history.request(5, 300))).body.trim()))).toBe(NOW);
  });

  it('shows its key, what it saw of a log, and keeps what it refused', async () => {
    expect((await witness.get(`/${originHash(log.key.name)}/checkpoint`)).status).toBe(404);
    await witness.ask(history.request(0, 300));
    const shown = parseNote((await witness.get(`/${originHash(log.key.name)}/checkpoint`)).body);
    expect([parseCheckpoint(shown.text).size, standingOf(log.key, shown), standingOf(witness.cosigner.key, shown)]).toEqual([300, 'signed', 'signed']);
    expect(parseVkey((await witness.get('/vkey')).body.trim())).toEqual(witness.cosigner.key);
    expect((await witness.get('/')).body).toContain('300 entries');
    expect([(await witness.get('/add-checkpoint')).status, (await witness.get('/elsewhere')).status, (await fetch(`http://127.0.0.1:${String(witness.door.port)}/vkey`)).status]).toEqual([405, 404, 404]);
    const other = new GrownLog(log, 600, { from: 10 });
    await witness.ask(other.request(300, 301));
    const [name = ''] = fs.readdirSync(path.join(witness.dir, 'refused'));
    expect([witness.refusals, fs.readFileSync(path.join(witness.dir, 'refused', name), 'utf8')]).toEqual([['301'], other.checkpoint(301)]);
  });

  it('signs nothing it could not keep', async () => {
    await witness.ask(history.request(0, 5));
    fs.renameSync(path.join(witness.dir, 'seen'), path.join(witness.dir, 'away'));
    expect((await witness.ask(history.request(5, 300))).status).toBe(500);
    fs.renameSync(path.join(witness.dir, 'away'), path.join(witness.dir, 'seen'));
    expect((await witness.ask(history.request(5, 300))).status).toBe(200);
  });

  it('remembers over a restart, and does not start on a memory somebody wrote for it', async () => {
    await witness.ask(history.request(0, 300));
    const again = await stand(witness.dir);
    expect((await again.ask(history.request(0, 600))).body).toBe('300\n');
    const file = path.join(witness.dir, 'seen', originHash(log.key.name));
    const kept = fs.readFileSync(file, 'utf8');
    for (const wrong of ['', kept.replace('\n300\n', '\n200\n'), history.checkpoint(5), kept.slice(0, 100)]) {
      fs.writeFileSync(file, wrong);
      expect(() => WitnessMemory.open(witness.dir, witness.cosigner.key)).toThrow(/is not what this witness wrote/);
    }
    fs.renameSync(file, path.join(witness.dir, 'seen', originHash('ledger.example/other')));
    fs.writeFileSync(path.join(witness.dir, 'seen', originHash('ledger.example/other')), kept);
    expect(() => WitnessMemory.open(witness.dir, witness.cosigner.key)).toThrow(/is not what this witness wrote/);
  });

  it('takes no request larger than it needs, and waits for none for long', async () => {
    expect((await witness.ask('x'.repeat(300 * 1024))).status).toBe(413);
    const slow = connect(witness.door.port, '127.0.0.1');
    slow.write('POST /w/add-checkpoint HTTP/1.1\r\nHost: witness\r\nContent-Length: 100\r\n\r\nold');
    const began = performance.now();
    await once(slow.resume(), 'close');
    expect(performance.now() - began).toBeLessThan(15_000);
    expect((await witness.ask(history.request(0, 5))).status).toBe(200);
  }, 30_000);
});

describe('two witnesses', () => {
  afterEach(async () => {
    for (const { door, dir } of open.splice(0)) {
      await door.close();
      fs.rmSync(dir, { recursive: true, force: true });
    }
  });

  it('are shown two histories: each refuses the one the other has seen', async () => {
    const [first, second] = [await stand(undefined, witnessSigner(2)), await stand(undefined, witnessSigner(3))];
    const other = new GrownLog(log, 600, { from: 200 });
    // Both histories share their first 200 entries.
    for (const witness of [first, second]) expect((await witness.ask(history.request(0, 200))).status).toBe(200);
    expect((await first.ask(history.request(200, 300))).status).toBe(200);
    expect((await second.ask(other.request(200, 310))).status).toBe(200);
    // What one has signed, the other does not, whatever it is told.
    expect(await first.ask(other.request(200, 310))).toMatchObject({ status: 409, body: '300\n' });
    expect((await first.ask(other.request(300, 310))).status).toBe(422);
    expect(await second.ask(history.request(300, 600))).toMatchObject({ status: 409, body: '310\n' });
    expect((await second.ask(history.request(310, 600))).status).toBe(422);
  });
});

describe('a request', () => {
  it('is read as the specification writes it', () => {
    const body = `old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
`;
    const request = parseAddCheckpoint(Buffer.from(body));
    expect([request.oldSize, request.proof.length, parseNote(request.checkpoint).signatures.length, addCheckpointText(request)]).toEqual([20_852_014, 4, 2, body]);
    expect(parseSignatureLine('— witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatVs0pWh6Up69HVOw==').signature).toHaveLength(72);
  });
});

it('the key of a witness is the same as its vkey', () => {
  expect(vkeyText(parseVkey(vkeyText(witnessSigner(2).key)))).toBe(vkeyText(witnessSigner(2).key));
});

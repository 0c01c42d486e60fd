/** A flag's evidence pack over HTTP, verified with nothing but its bytes and a policy; and what becomes of one that somebody altered. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import rejudgeCommand from '../../src/cli/rejudge';
import { headerSaltOf, payloadSaltOf, saltedDigest } from '../../src/event-store/leaf';
import { canonicalJson } from '../../src/event-store/canonical-json';
import { exitCodeOf, type Verification } from '../../src/pack/finding';
import { readPack } from '../../src/pack/verify-pack';
import { verdictHash, type PackedVerdict } from '../../src/pack/verdict';
import { vkeyText } from '../../src/proof/note';
import { parsePolicy, type Policy } from '../../src/proof/policy';
import { CALENDARS } from '../../src/simulate/calendars';
import { AlteredPack, type Line } from '../support/altered-pack';
import { testApp, type Session, type TestApp } from '../support/app';
import { CARD, HEAD, household, openBatch } from '../support/county-commands';
import { fundCounty } from '../support/funded-county';
import { forger, POLICY, seal, signedNote } from '../support/sealed-ledger';
import { verifierBundle } from '../support/verifier-bundle';
import { witnessSigner } from '../proof/keys';

jest.setTimeout(120_000);

const policy = parsePolicy(POLICY);
let service: TestApp;
let inspector: Session;
let pack: Buffer;
let lapse: Buffer;
let older: { size: number; note: string };
let paidTwice: string;

const read = (bytes: Buffer): Verification => readPack(bytes, policy).verification;
const codes = (bytes: Buffer): string[] => read(bytes).findings.map(({ code, position }) => `${code}${position === undefined ? '' : `@${String(position)}`}`);
const binary = (response: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void): void => {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => { done(null, Buffer.concat(chunks)); });
};

async function pay(batch: string, on: string): Promise<number> {
  const [clerk, checker, bank] = [await service.as('clerk@422826'), await service.as('checker@422826'), await service.as('bank@422826')];
  await clerk.post('/v1/batches').send({ id: batch, ...openBatch({ declaredCount: 1, declaredTotalFen: 10_000, occurredOn: on }) }).expect(201);
  await clerk.post(`/v1/batches/${batch}/lines`).send({ lines: [{ payee: { idNumber: HEAD.idNumber, name: HEAD.name }, account: { number: CARD }, amountFen: 10_000, ...(batch === 'twice' ? { supplements: 'x-1' } : {}) }] }).expect(201);
  await clerk.post(`/v1/batches/${batch}/submit`).send({ occurredOn: on }).expect(201);
  await checker.post(`/v1/batches/${batch}/approve`).send({ occurredOn: on }).expect(201);
  const { body } = await bank.post(`/v1/batches/${batch}/results`).send({ resultsId: 'r', occurredOn: on, lines: [{ ordinal: 1, outcome: 'settled', amountFen: 10_000 }] }).expect(201);
  return (body as { position: number }).position;
}

async function flagOf(rule: string, minPosition: number): Promise<string> {
  const { body } = await inspector.get(`/v1/flags?rule=${rule}&minPosition=${String(minPosition)}`).expect(200);
  return (body as { items: { id: string }[] }).items[0]!.id;
}

async function endDays(): Promise<number> {
  const admin = await service.as('admin@422826');
  const { year, ...calendar } = CALENDARS.find((one) => one.year === 2018)!;
  await admin.send('PublishHolidays', String(year), { year, ...calendar }).expect(201);
  let last = 0;
  for (let day = 1; day <= 60; day += 1) {
    const on = new Date(Date.UTC(2018, 3, day)).toISOString().slice(0, 10);
    const { body } = await admin.send('EndDay', 'ledger', { occurredOn: on }, `day-${on}`).expect(201);
    last = (body as { position: number }).position;
  }
  return last;
}

/** The sealer of this test: whatever is recorded is proven the moment somebody asks. */
async function attested(flag: string): Promise<Buffer> {
  const sealing = setInterval(() => void seal(service.database.pool).catch(() => undefined), 200);
  try {
    const { body } = await inspector.post(`/v1/flags/${flag}/pack`).set('Idempotency-Key', 'pack-1').buffer(true).parse(binary as never).expect(200);
    return body as Buffer;
  } finally {
    clearInterval(sealing);
  }
}

beforeAll(async () => {
  service = await testApp('api,follower');
  inspector = await service.as('inspector@422826');
  await fundCounty(service, { negativeList: [], standardFen: 10_000, standardPer: 'household' });
  await (await service.as('office@422826')).send('RegisterHousehold', 'h-1', household()).expect(201);
  await pay('once', '2018-03-01');
  older = { size: await seal(service.database.pool), note: (await service.database.pool.query<{ note: string }>('select note from proof.checkpoint')).rows[0]!.note };
  paidTwice = await flagOf('A03', await pay('twice', '2018-04-01'));
  const ended = await endDays();
  await seal(service.database.pool);
  pack = (await inspector.get(`/v1/flags/${paidTwice}/pack`).buffer(true).parse(binary as never).expect(200)).body as Buffer;
  lapse = await attested(await flagOf('A24', ended));
});
afterAll(() => service.stop());

describe('a pack', () => {
  it('holds: every event in the signed tree, streams whole, rule text and parameters those of the ledger', () => {
    const { verification, manifest, verdicts } = readPack(pack, policy);
    expect(verification.findings).toEqual([]);
    expect(verdicts.map(({ verdict }) => verdict.rule)).toEqual(['A03']);
    expect(manifest.streams.filter(({ whole }) => !whole)).toEqual([]);
    expect(verification.events).toBeGreaterThan(10);
  });

  it('names nobody in clear', () => {
    for (const bytes of new AlteredPack(pack).files.values()) for (const word of [HEAD.idNumber, HEAD.name, CARD, HEAD.phone]) expect(bytes.includes(word)).toBe(false);
  });

  it('is for those who oversee the region, and that it was handed over is recorded', async () => {
    await (await service.as('clerk@422826')).get(`/v1/flags/${paidTwice}/pack`).expect(403);
    await (await service.as('inspector@422899')).get(`/v1/flags/${paidTwice}/pack`).expect(404);
    const { rows } = await service.database.pool.query<{ header: string }>(`select convert_from(header, 'UTF8') as header from ledger.event where type = 'FileExported' order by position limit 1`);
    expect(rows[0]?.header).toContain('inspector');
  });

  it('of a lapse is closed by an attestation, which binds the verdict', () => {
    const { verification, events } = readPack(lapse, policy);
    expect(verification.findings).toEqual([]);
    const attestation = [...events.values()].find(({ header }) => header.type === 'StreamAttested');
    expect(attestation?.payload).toMatchObject({ purpose: 'pack', revisions: attestation?.header.revision });
  });

  it('without a policy is only what its maker says', () => {
    expect(codesWithout(pack)).toEqual(['checkpoint-unvouched']);
  });
});

const codesWithout = (bytes: Buffer): string[] => readPack(bytes).verification.findings.map(({ code }) => code);
const positionOf = (line: Line): number => Number(line['position']);
/** An event in the middle of a stream of the pack that is not of its evidence. */
const middle = (bytes: Buffer): number => {
  const { manifest, verdicts } = readPack(bytes, policy);
  const evidence = new Set(verdicts.flatMap(({ verdict }) => verdict.evidence));
  return manifest.streams.filter(({ id }) => id.startsWith('batch-')).flatMap(({ positions }) => positions.slice(1, -1)).find((position) => !evidence.has(position))!;
};

describe('whoever alters a pack', () => {
  it('and drops an event is found, at its position', () => {
    const gone = middle(pack);
    const without = (lines: Line[]): Line[] => lines.filter((line) => positionOf(line) !== gone);
    expect(codes(new AlteredPack(pack).events(without).careless())).toEqual(expect.arrayContaining(['file-differs', `event-missing@${String(gone)}`]));
    const careful = read(new AlteredPack(pack).events(without).careful());
    expect(exitCodeOf(careful)).toBe(1);
    expect(careful.findings[0]).toMatchObject({ code: 'revision-missing' });
    expect(careful.findings[0]!.position).toBeGreaterThan(gone);
  });

  it('and drops evidence is found', () => {
    const [evidence] = readPack(pack, policy).verdicts[0]!.verdict.evidence;
    expect(codes(new AlteredPack(pack).events((lines) => lines.filter((line) => positionOf(line) !== evidence)).careful())).toContain(`evidence-missing@${String(evidence)}`);
  });

  it('and reorders events is found', () => {
    const careful = read(new AlteredPack(pack).events(([first, second, ...rest]) => [second!, first!, ...rest]).careful());
    expect(exitCodeOf(careful)).toBe(1);
    expect(careful.findings[0]).toMatchObject({ code: 'events-out-of-order' });
  });

  it.each(['payload', 'header', 'salt', 'proof'] as const)('and edits the %s of an event is found, at its position', (field) => {
    const at = middle(pack);
    const edited = (line: Line): Line => {
      if (positionOf(line) !== at) return line;
      if (field === 'proof') return { ...line, proof: [...(line['proof'] as string[])].reverse() };
      const bytes = Buffer.from(String(line[field]), 'base64');
      if (field === 'salt') bytes[3]! ^= 1;
      const text = bytes.toString('utf8').replace(/[0-9a-z](?=["}])/g, (character) => (character === '1' ? '2' : character)).replace(/[a-z](?="[,}])/, 'q');
      return { ...line, [field]: (field === 'salt' ? bytes : Buffer.from(text)).toString('base64') };
    };
    const found = read(new AlteredPack(pack).events((lines) => lines.map(edited)).careful());
    expect(exitCodeOf(found)).toBe(1);
    expect(found.findings[0]).toMatchObject({ code: 'event-not-in-tree', position: at });
  });

  it('and only withholds a payload leaves it incomplete, no more', () => {
    const at = middle(pack);
    const redacted = (line: Line): Line => {
      if (positionOf(line) !== at) return line;
      const [salt, payload] = [Buffer.from(String(line['salt']), 'base64'), Buffer.from(String(line['payload']), 'base64')];
      return { position: line['position'], header: line['header'], headerSalt: headerSaltOf(salt).toString('base64'), payloadDigest: saltedDigest(payloadSaltOf(salt), payload).toString('base64'), proof: line['proof'] };
    };
    const found = read(new AlteredPack(pack).events((lines) => lines.map(redacted)).careful());
    expect(exitCodeOf(found)).toBe(2);
    expect(found.findings).toMatchObject([{ code: 'payload-withheld', position: at }]);
  });

  it('and changes the rule’s text is found at its release', () => {
    const { releasedAt } = readPack(pack, policy).verdicts[0]!.verdict;
    const edited = (line: Line): Line => {
      if (positionOf(line) !== releasedAt) return line;
      const payload = JSON.parse(Buffer.from(String(line['payload']), 'base64').toString('utf8')) as { sql: string };
      return { ...line, payload: Buffer.from(canonicalJson({ ...payload, sql: `${payload.sql} limit 1` })).toString('base64') };
    };
    expect(codes(new AlteredPack(pack).events((lines) => lines.map(edited)).careful())).toEqual(expect.arrayContaining([`event-not-in-tree@${String(releasedAt)}`, `rule-text-differs@${String(releasedAt)}`]));
  });

  it('and changes a parameter or claims another text is found at the release', () => {
    const { releasedAt } = readPack(lapse, policy).verdicts[0]!.verdict;
    const other = (change: (verdict: PackedVerdict) => PackedVerdict) => (line: Line): Line => {
      const verdict = change(line['verdict'] as PackedVerdict);
      return { ...line, verdict, hash: verdictHash(verdict) };
    };
    const longer = other((verdict) => ({ ...verdict, parameters: verdict.parameters.map((one) => ({ ...one, value: one.value + 1 })) }));
    expect(codes(new AlteredPack(lapse).verdicts(longer).careful())).toContain(`parameter-differs@${String(releasedAt)}`);
    expect(codes(new AlteredPack(pack).verdicts(other((verdict) => ({ ...verdict, textHash: '0'.repeat(64) }))).careful())).toContain(`rule-text-differs@${String(readPack(pack, policy).verdicts[0]!.verdict.releasedAt)}`);
  });

  it('and changes the amount of a verdict is found by its hash; with the hash mended, by the attestation', () => {
    const more = (line: Line): Line => ({ ...line, verdict: { ...(line['verdict'] as PackedVerdict), amountFen: 1 } });
    expect(codes(new AlteredPack(pack).verdicts(more).careful())[0]).toMatch(/^verdict-differs/);
    const mended = (line: Line): Line => ({ ...more(line), hash: verdictHash(more(line)['verdict'] as PackedVerdict) });
    expect(codes(new AlteredPack(lapse).verdicts(mended).careful())).toEqual([expect.stringMatching(/^verdict-not-as-attested@/)]);
  });

  it('and puts an older, a forged or a foreign checkpoint in its place is found', () => {
    const swapped = (note: string, size: number): string[] => {
      const altered = new AlteredPack(pack);
      altered.files.set('checkpoint', Buffer.from(note));
      return codes(altered.careful({ size }));
    };
    expect(swapped(older.note, older.size)).toContainEqual(expect.stringMatching(/^event-(not-in-tree|beyond-checkpoint)@/));
    const { size } = new AlteredPack(pack).manifest;
    expect(swapped(signedNote(size, Buffer.alloc(32, 7), forger), size)).toContain('checkpoint-not-signed');
    expect(swapped(signedNote(size, Buffer.alloc(32, 7)), size)).toContainEqual(expect.stringMatching(/^event-not-in-tree@/));
  });

  it('and cuts the attestation off cannot say any more that nothing was posted', () => {
    const { events } = readPack(lapse, policy);
    const attestations = [...events.values()].filter(({ header }) => header.type === 'StreamAttested').map(({ position }) => position);
    const without = (lines: Line[]): Line[] => lines.filter((line) => !attestations.includes(positionOf(line)));
    expect(codes(new AlteredPack(lapse).events(without).careless())).toContain(`event-missing@${String(attestations[0])}`);
    const careful = read(new AlteredPack(lapse).events(without).careful());
    expect(exitCodeOf(careful)).toBe(2);
    expect(careful.findings.map(({ code }) => code)).toContain('absence-not-closed');
  });

  it('and encloses a policy of their own is found where the reader has one, and told where not', () => {
    const altered = new AlteredPack(pack);
    altered.files.set('checkpoint', Buffer.from(signedNote(altered.manifest.size, Buffer.alloc(32, 7), forger)));
    altered.files.set('policy', Buffer.from(POLICY.replace(/^quorum .*$/m, 'quorum none')));
    expect(codes(altered.careful())).toContain('checkpoint-not-signed');
    const asked = (threshold: string): Policy => parsePolicy(POLICY.replace('quorum w1', `witness w2 ${vkeyText(witnessSigner(9).key)}\ngroup both ${threshold} w1 w2\nquorum both`));
    expect(readPack(pack, asked('any')).verification.findings).toEqual([]);
    expect(readPack(pack, asked('all')).verification.findings.map(({ code }) => code)).toEqual(['quorum-not-reached']);
  });
});

describe('an erased person', () => {
  it('breaks no pack: references and proofs stay', async () => {
    await service.database.pool.query('delete from vault.lookup');
    const again = (await inspector.get(`/v1/flags/${paidTwice}/pack`).buffer(true).parse(binary as never).expect(200)).body as Buffer;
    expect(read(again).findings).toEqual([]);
  });
});

describe('the verifier’s single file', () => {
  let folder: string;
  const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } => spawnSync(process.execPath, ['mingzhang-verify.cjs', ...args], { cwd: folder, env: {}, encoding: 'utf8' });

  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mingzhang-verify-'));
    fs.writeFileSync(path.join(folder, 'mingzhang-verify.cjs'), verifierBundle());
    fs.writeFileSync(path.join(folder, 'policy'), POLICY);
    fs.writeFileSync(path.join(folder, 'lapse.tar.gz'), lapse);
    fs.writeFileSync(path.join(folder, 'cut.tar.gz'), new AlteredPack(lapse).events((lines) => lines.slice(1)).careless());
    fs.writeFileSync(path.join(folder, 'broken.tar.gz'), lapse.subarray(0, 900));
  });
  afterAll(() => { fs.rmSync(folder, { recursive: true, force: true }); });

  it('needs nothing but Node', () => {
    const wanted = [...verifierBundle().matchAll(/\brequire\(['"]([^'"]+)['"]\)/g)].map(([, name]) => name);
    expect(wanted.filter((name) => !name!.startsWith('node:'))).toEqual([]);
    expect(wanted).not.toContain('node:net');
  });

  it('verifies a pack in a folder that holds nothing else: 0, 1, 2, 3', () => {
    expect(run('lapse.tar.gz', '--policy', 'policy')).toMatchObject({ status: 0, stdout: expect.stringMatching(/核验通过 verified/) as string });
    expect(run('cut.tar.gz', '--policy', 'policy')).toMatchObject({ status: 1, stdout: expect.stringMatching(/TAMPERED/) as string });
    expect(run('lapse.tar.gz', '--json').stdout).toContain('"checkpoint-unvouched"');
    expect(run('lapse.tar.gz')).toMatchObject({ status: 2 });
    expect(run('broken.tar.gz', '--policy', 'policy')).toMatchObject({ status: 3 });
    expect(run('nothing.tar.gz')).toMatchObject({ status: 3 });
    expect(run()).toMatchObject({ status: 3 });
  });
});

describe('the verdict', () => {
  const rejudge = async (bytes: Buffer): Promise<{ code: number; said: string[] }> => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mingzhang-pack-'));
    const file = path.join(folder, 'pack.tar.gz');
    fs.writeFileSync(file, bytes);
    const said: string[] = [];
    const code = await rejudgeCommand.run({ words: [file], options: {}, out: (line) => said.push(line), tell: () => {} }).finally(() => { fs.rmSync(folder, { recursive: true, force: true }); });
    return { code, said };
  };
  const policed = (altered: AlteredPack): AlteredPack => {
    altered.files.set('policy', Buffer.from(POLICY));
    return altered;
  };

  it('comes out the same byte for byte when it is rendered anew from the pack alone', async () => {
    expect(await rejudge(policed(new AlteredPack(lapse)).careful())).toMatchObject({ code: 0, said: expect.arrayContaining([expect.stringMatching(/byte for byte/)]) as string[] });
  });

  it('does not where its amount was changed and every hash mended', async () => {
    const mended = (line: Line): Line => {
      const verdict = { ...(line['verdict'] as PackedVerdict), amountFen: 99 };
      return { ...line, verdict, hash: verdictHash(verdict) };
    };
    const forged = policed(new AlteredPack(pack).verdicts(mended)).careful();
    expect(exitCodeOf(read(forged))).toBe(0);
    expect(await rejudge(forged)).toMatchObject({ code: 1, said: expect.arrayContaining([expect.stringMatching(/DIFFERS: amountFen/)]) as string[] });
  });
});

describe('what is no pack', () => {
  it('is refused as unreadable: cut short, no gzip, names that lead elsewhere', () => {
    expect(() => readPack(pack.subarray(0, 500), policy)).toThrow(/archive/);
    expect(() => readPack(Buffer.from('nothing'), policy)).toThrow(/archive/);
    expect(() => readPack(pack, policy, 10_000)).toThrow(/more than 10000 bytes/);
  });
});

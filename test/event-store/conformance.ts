/** What every event store must do. A store is run through this one page; whoever passes may be trusted in other tests. */
import { createHash } from 'node:crypto';
import type { Append, EventStore, Expected, StoredEvent } from '../../src/event-store/event-store';
import { canonicalJson } from '../../src/event-store/canonical-json';
import { leafHash, leafOf } from '../../src/event-store/leaf';
import { canonicalHeader } from '../../src/event-store/canonical-header';

export interface StoreUnderTest {
  readonly store: EventStore;
  /** The same ledger, opened anew, as after a restart. */
  reopened(): Promise<EventStore>;
  done(): Promise<void>;
}

export const bodyHash = (body: string): string => createHash('sha256').update(body).digest('hex');

export function appendOf(streamId: string, expected: Expected, key: string, notes: readonly string[] = ['noted'], body = key): Append {
  return {
    streamId, expected,
    events: notes.map((note) => ({ type: 'NoteTaken', schemaVersion: 1, data: { note, amountFen: 12_345 } })),
    metadata: { actor: 'clerk', region: '422899', correlationId: 'c-1', causationId: 'c-0' },
    key: { office: '422899/finance', key, bodyHash: bodyHash(body) },
  };
}

const notesOf = (events: readonly StoredEvent[]): unknown[] => events.map((event) => (event.data as { note: string }).note);

export function describeEventStore(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the promises of an event store`, () => {
    let under: StoreUnderTest;
    let store: EventStore;
    beforeEach(async () => {
      under = await make();
      store = under.store;
    });
    afterEach(() => under.done());

    promisesOfOrder(() => store);
    promisesOfRevisions(() => store);
    promisesOfKeys(() => store, () => under.reopened());
    promisesOfBytes(() => store);
    promisesOfReading(() => store, () => under.reopened());
  });
}

function promisesOfOrder(store: () => EventStore): void {
  it('starts empty', async () => {
    expect(await store().head()).toEqual({ size: 0, recordedAtUs: 0 });
    expect(await store().readAll(0, 10)).toEqual([]);
    expect(await store().readStream('note-unknown')).toEqual([]);
  });

  it('gives dense positions from 0 and strictly rising times', async () => {
    const first = await store().append(appendOf('note-1', 'none', 'k1', ['a', 'b', 'c']));
    const second = await store().append(appendOf('note-2', 'none', 'k2', ['d']));
    expect(first).toMatchObject({ status: 'recorded', firstPosition: 0, lastPosition: 2, lastRevision: 2 });
    expect(second).toMatchObject({ status: 'recorded', firstPosition: 3, lastPosition: 3, lastRevision: 0 });
    const events = await store().readAll(0, 100);
    expect(events.map((event) => event.position)).toEqual([0, 1, 2, 3]);
    const times = events.map((event) => event.recordedAtUs);
    expect([...new Set(times)].sort((a, b) => a - b)).toEqual(times);
    expect(await store().head()).toEqual({ size: 4, recordedAtUs: times[3] });
  });

  it('tells those who only fold the same events without their stored bytes', async () => {
    await store().append(appendOf('note-1', 'none', 'k1', ['a', '中文 "b"', '\\u0000\n']));
    const events = await store().readAll(0, 10);
    expect(events).toHaveLength(3);
    expect(await store().readRecorded(0, 10)).toMatchObject(events.map(({ position, streamId, revision, eventId, type, schemaVersion, recordedAtUs, metadata, data }) => ({ position, streamId, revision, eventId, type, schemaVersion, recordedAtUs, metadata, data })));
    expect((await store().readRecorded(1, 1)).map(({ position }) => position)).toEqual([1]);
    expect(await store().readRecordedStream('note-1', 1, 5)).toMatchObject(events.slice(1).map(({ position, revision, eventId, data }) => ({ position, revision, eventId, data })));
    expect((await store().readRecordedStream('note-1', 1, 1)).map(({ revision }) => revision)).toEqual([1]);
    expect(await store().readRecordedStream('note-2', 0, 5)).toEqual([]);
    expect(await store().readOpenings(['note-2', 'note-1', 'note-1'])).toMatchObject([{ streamId: 'note-1', position: events[0]?.position, revision: 0, eventId: events[0]?.eventId }]);
    expect(await store().readOpenings([])).toEqual([]);
    expect((await store().readPositions([events[1]?.position ?? -1, events[0]?.position ?? -1, 1_000_000])).map(({ position }) => position)).toEqual([events[0]?.position, events[1]?.position]);
  });

  it('tells the hashes of the leaves in order, as leaf.ts computes them from the stored bytes, and stops at the head', async () => {
    await store().append(appendOf('note-1', 'none', 'k1', ['a', '中文 "b"', '\\u0000\n']));
    await store().append(appendOf('note-2', 'none', 'k2', Array.from({ length: 300 }, (_, i) => `n${String(i)}`)));
    const events = await store().readAll(0, 1_000);
    const hashes = events.map((event) => leafHash(leafOf(event)));
    expect(hashes).toHaveLength(303);
    expect(await store().readLeafHashes(0, 1_000)).toEqual(Buffer.concat(hashes));
    expect(await store().readLeafHashes(2, 3)).toEqual(Buffer.concat(hashes.slice(2, 5)));
    expect(await store().readLeafHashes(303, 10)).toEqual(Buffer.alloc(0));
    expect(await store().readLeafHashes(5_000, 10)).toEqual(Buffer.alloc(0));
  });

  it('takes what many clients send at once in one order without a hole', async () => {
    const clients = Array.from({ length: 40 }, async (_, client) => {
      for (let n = 0; n < 5; n += 1) await store().append(appendOf(`note-${String(client)}`, n === 0 ? 'none' : n - 1, `k-${String(client)}-${String(n)}`));
    });
    await Promise.all(clients);
    const events = await store().readAll(0, 1_000);
    expect(events.map((event) => event.position)).toEqual(Array.from({ length: 200 }, (_, i) => i));
    for (let client = 0; client < 40; client += 1) {
      expect((await store().readStream(`note-${String(client)}`)).map((event) => event.revision)).toEqual([0, 1, 2, 3, 4]);
    }
  });

  it('takes small and large appends in the order sent', async () => {
    const many = Array.from({ length: 1_200 }, (_, i) => `line ${String(i)}`);
    const outcomes = await store().appendMany([appendOf('note-a', 'none', 'k1'), appendOf('note-b', 'none', 'k2', many), appendOf('note-a', 0, 'k3')]);
    expect(outcomes).toMatchObject([
      { status: 'recorded', firstPosition: 0 }, { status: 'recorded', firstPosition: 1, lastPosition: 1_200, lastRevision: 1_199 }, { status: 'recorded', firstPosition: 1_201 },
    ]);
    expect(notesOf(await store().readStream('note-b'))).toEqual(many);
  });
}

function promisesOfRevisions(store: () => EventStore): void {
  test.each<[string, number, Expected, boolean]>([
    ['none on a new stream', 0, 'none', true],
    ['none on an old stream', 2, 'none', false],
    ['any on a new stream', 0, 'any', true],
    ['any on an old stream', 2, 'any', true],
    ['the last revision', 2, 1, true],
    ['an earlier revision', 2, 0, false],
    ['a later revision', 2, 2, false],
    ['a revision of a new stream', 0, 0, false],
  ])('expecting %s', async (_, there, expected, accepted) => {
    for (let n = 0; n < there; n += 1) await store().append(appendOf('note-1', n === 0 ? 'none' : n - 1, `before-${String(n)}`));
    const outcome = await store().append(appendOf('note-1', expected, 'now'));
    expect(outcome).toMatchObject(accepted ? { status: 'recorded', lastRevision: there } : { status: 'wrong-revision', actual: there - 1 });
    expect(await store().readStream('note-1')).toHaveLength(accepted ? there + 1 : there);
  });

  it('has exactly one winner when many race for one revision, and tells the others where the stream is', async () => {
    await store().append(appendOf('note-hot', 'none', 'opening'));
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, i) => store().append(appendOf('note-hot', 0, `racer-${String(i)}`))));
    expect(outcomes.filter((outcome) => outcome.status === 'recorded')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome.status === 'wrong-revision' && outcome.actual === 1)).toHaveLength(19);
  });

  it('takes two appends of one call to one stream in order', async () => {
    const outcomes = await store().appendMany([appendOf('note-1', 'none', 'k1'), appendOf('note-1', 0, 'k2'), appendOf('note-1', 0, 'k3')]);
    expect(outcomes).toMatchObject([{ status: 'recorded', lastRevision: 0 }, { status: 'recorded', lastRevision: 1 }, { status: 'wrong-revision', actual: 1 }]);
  });
}

function promisesOfKeys(store: () => EventStore, reopened: () => Promise<EventStore>): void {
  it('answers the same key and body with the first answer, whatever is expected now', async () => {
    const first = await store().append(appendOf('note-1', 'none', 'k1', ['a', 'b']));
    const again = await store().append(appendOf('note-1', 7, 'k1', ['decided otherwise']));
    expect(again).toEqual({ ...first, status: 'replayed' });
    expect(await store().head()).toMatchObject({ size: 2 });
  });

  it('names the first use when a key comes with another body', async () => {
    await store().append(appendOf('note-0', 'none', 'k0'));
    await store().append(appendOf('note-1', 'none', 'k1'));
    expect(await store().append(appendOf('note-2', 'none', 'k1', ['x'], 'another body'))).toEqual({ status: 'key-conflict', firstPosition: 1 });
    expect(await store().readStream('note-2')).toEqual([]);
  });

  it('keeps the keys of two offices apart', async () => {
    const append = appendOf('note-1', 'none', 'k1');
    await store().append(append);
    const other = { ...append, streamId: 'note-2', key: { ...append.key, office: '422826/finance' } };
    expect(await store().append(other)).toMatchObject({ status: 'recorded', firstPosition: 1 });
  });

  it('has one effect when many clients send the same key at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => store().append(appendOf('note-1', 'none', 'same', ['a', 'b']))));
    expect(new Set(outcomes.map(({ status, ...place }) => canonicalJson(place))).size).toBe(1);
    expect(outcomes.filter((outcome) => outcome.status === 'recorded')).toHaveLength(1);
    expect(await store().head()).toMatchObject({ size: 2 });
  });

  it('does not use up the key of an append that was turned down', async () => {
    expect(await store().append(appendOf('note-1', 4, 'k1'))).toEqual({ status: 'wrong-revision', actual: -1 });
    expect(await store().append(appendOf('note-1', 'none', 'k1'))).toMatchObject({ status: 'recorded' });
  });

  it('remembers keys and streams after a restart', async () => {
    const first = await store().append(appendOf('note-1', 'none', 'k1'));
    const later = await reopened();
    expect(await later.append(appendOf('note-1', 'none', 'k1'))).toEqual({ ...first, status: 'replayed' });
    expect(await later.append(appendOf('note-1', 5, 'k2'))).toEqual({ status: 'wrong-revision', actual: 0 });
    expect(await later.append(appendOf('note-1', 'any', 'k3'))).toMatchObject({ status: 'recorded', lastRevision: 1 });
    expect(await later.append(appendOf('note-1', 1, 'k4', ['x'], 'other'))).toMatchObject({ status: 'recorded', lastRevision: 2 });
  });

  it('finds what a key recorded', async () => {
    const first = await store().append(appendOf('note-1', 'none', 'k1', ['a', 'b']));
    expect(await store().findKey('422899/finance', 'k1')).toEqual({
      bodyHash: bodyHash('k1'), streamId: 'note-1', firstPosition: 0, lastPosition: 1, lastRevision: 1, recordedAtUs: first.status === 'recorded' ? first.recordedAtUs : 0,
    });
    expect(await store().findKey('422826/finance', 'k1')).toBeUndefined();
  });
}

function promisesOfBytes(store: () => EventStore): void {
  it('keeps header and payload as canonical bytes with a salt of their own', async () => {
    await store().append(appendOf('note-1', 'none', 'k1', ['扶贫资金 \u0000 𠮷', '2']));
    const [event, next] = await store().readAll(0, 2);
    if (event === undefined || next === undefined) throw new Error('two events were appended');
    expect(event.payloadBytes.toString('utf8')).toBe('{"amountFen":12345,"note":"扶贫资金 \\u0000 𠮷"}');
    expect(event.headerBytes.toString('utf8')).toBe(canonicalHeader(event));
    expect(event.metadata).toEqual({
      actor: 'clerk', office: '422899/finance', region: '422899', correlationId: 'c-1', causationId: 'c-0', idempotencyKey: 'k1',
    });
    expect(event.salt).toHaveLength(16);
    expect(event.salt.equals(next.salt)).toBe(false);
    expect(event.eventId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(event.eventId).not.toBe(next.eventId);
  });

  test.each<[string, Append]>([
    ['a stream id with a blank', appendOf('note 1', 'none', 'k')],
    ['no events', { ...appendOf('note-1', 'none', 'k'), events: [] }],
    ['a lone surrogate', appendOf('note-1', 'none', 'k', ['\ud800'])],
    ['a number JSON does not have', { ...appendOf('note-1', 'none', 'k'), events: [{ type: 'T', schemaVersion: 1, data: { n: Number.NaN } }] }],
    ['an empty key', appendOf('note-1', 'none', '')],
    ['a key with U+0000', appendOf('note-1', 'none', 'a\0b')],
    ['a body hash that is none', { ...appendOf('note-1', 'none', 'k'), key: { office: 'o', key: 'k', bodyHash: 'beef' } }],
  ])('turns away %s, alone', async (_, bad) => {
    const neighbours = [store().append(appendOf('note-left', 'none', 'left')), store().append(appendOf('note-right', 'none', 'right'))];
    await expect(store().append(bad)).rejects.toThrow(TypeError);
    expect(await Promise.all(neighbours)).toMatchObject([{ status: 'recorded' }, { status: 'recorded' }]);
    expect(await store().head()).toMatchObject({ size: 2 });
  });
}

function promisesOfReading(store: () => EventStore, reopened: () => Promise<EventStore>): void {
  it('pages a stream and the ledger from any point', async () => {
    await store().append(appendOf('note-1', 'none', 'k1', ['a', 'b', 'c', 'd', 'e']));
    expect(notesOf(await store().readStream('note-1', 1, 2))).toEqual(['b', 'c']);
    expect(notesOf(await store().readStream('note-1', 3))).toEqual(['d', 'e']);
    expect(notesOf(await store().readStream('note-1', 9))).toEqual([]);
    expect(notesOf(await store().readAll(3, 1))).toEqual(['d']);
    expect(notesOf(await store().readAll(4, 10))).toEqual(['e']);
  });

  it('hints that something was appended until one stops listening', async () => {
    let heard = 0;
    let wake: () => void = () => undefined;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const stop = store().onAppended(() => {
      heard += 1;
      wake();
    });
    await store().append(appendOf('note-1', 'none', 'k1'));
    await woken;
    stop();
    const before = heard;
    await store().append(appendOf('note-1', 0, 'k2'));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(heard).toBe(before);
  });

  it('reads after a restart what was there before', async () => {
    await store().append(appendOf('note-1', 'none', 'k1', ['a', 'b']));
    const before = await store().readAll(0, 10);
    expect(await (await reopened()).readAll(0, 10)).toEqual(before);
  });
}

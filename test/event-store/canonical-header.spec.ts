/** Header bytes are evidence: the golden lines hold what was promised for ever. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { canonicalHeader, HeaderReader, parseHeader, type Header } from '../../src/event-store/canonical-header';
import { canonicalJson } from '../../src/event-store/canonical-json';
import { eventIds } from '../../src/event-store/event-id';

const seed = Number(process.env['SEED'] ?? 20_181_231);
const golden = fs.readFileSync(path.join(__dirname, '..', 'golden', 'headers.jsonl'), 'utf8').trimEnd().split('\n');
const lines = golden.map((line) => JSON.parse(line) as { header: Header; bytes: string; sha256: string });

/** The lines as first written: more may follow, these may never change. */
const frozen = { lines: 4, sha256: '47377ec1506f13f71f8a40d79ead40dc90ace9c17284eade3e8119b46ef35561' };

describe('the canonical header', () => {
  test.each(lines)('has the bytes it always had: $bytes', ({ header, bytes, sha256 }) => {
    expect(canonicalHeader(header)).toBe(bytes);
    expect(createHash('sha256').update(bytes, 'utf8').digest('hex')).toBe(sha256);
    expect(parseHeader(bytes)).toEqual(header);
  });

  it('has golden lines that never change', () => {
    const first = golden.slice(0, frozen.lines).map((line) => `${line}\n`).join('');
    expect(createHash('sha256').update(first, 'utf8').digest('hex')).toBe(frozen.sha256);
  });

  it('is the RFC 8785 form of its members, integers as decimal strings', () => {
    const text = fc.string({ unit: 'binary' });
    const metadata = fc.record({ actor: text, office: text, region: text, correlationId: text, causationId: text, idempotencyKey: text });
    const header: fc.Arbitrary<Header> = fc.record({
      streamId: text, revision: fc.maxSafeNat(), eventId: fc.uuid(), type: text, schemaVersion: fc.nat(), recordedAtUs: fc.maxSafeNat(), metadata,
    });
    fc.assert(fc.property(header, (any) => {
      const { metadata: words, recordedAtUs, revision, schemaVersion, ...rest } = any;
      expect(canonicalHeader(any)).toBe(canonicalJson({
        ...rest, ...words, format: 'mingzhang-header/1', recordedAt: String(recordedAtUs), revision: String(revision), schemaVersion: String(schemaVersion),
      }));
      expect(parseHeader(canonicalHeader(any))).toEqual(any);
    }), { seed, numRuns: 1_000 });
  });

  it('reads the same in the order of the ledger as one by one, whatever the strings that look like its members', () => {
    const hostile = fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom('', '","eventId":"', '","region":"', '"}', '\\', 'a","revision":"7'));
    const metadata = fc.record({ actor: hostile, office: hostile, region: hostile, correlationId: hostile, causationId: hostile, idempotencyKey: hostile });
    const own = fc.record({ revision: fc.nat(), eventId: fc.uuid(), type: fc.oneof(hostile, fc.constant('DayEnded')), schemaVersion: fc.nat(), recordedAtUs: fc.maxSafeNat() });
    const append = fc.record({ streamId: hostile, metadata, events: fc.array(own, { minLength: 1, maxLength: 4 }) });
    fc.assert(fc.property(fc.array(append, { maxLength: 6 }), (appends) => {
      const headers = appends.flatMap(({ events, ...shared }) => events.map((event): Header => ({ ...shared, ...event })));
      const reader = new HeaderReader();
      expect(headers.map((header) => reader.read(canonicalHeader(header)))).toEqual(headers);
    }), { seed, numRuns: 300 });
  });

  it('refuses a format it does not know', () => {
    expect(() => parseHeader('{"format":"mingzhang-header/2"}')).toThrow('unknown header format');
  });
});

describe('an event id', () => {
  it('follows from office, key and ordinal alone', () => {
    expect(eventIds('422899/finance', 'batch-7')(0)).toBe('d1b9910b-c0bf-5dbe-959b-eadbf5dff66f');
    expect(eventIds('422899/finance', 'batch-7')(1)).not.toBe(eventIds('422899/finance', 'batch-7')(0));
    expect(eventIds('a', '"b')(0)).not.toBe(eventIds('a"', 'b')(0));
  });
});

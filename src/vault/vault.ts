/** The vault: gives people, accounts and register numbers random references, finds them again by keyed hash, opens and erases them. */
import type { Pool } from 'pg';
import { sameName } from '../identifiers/name';
import { ciphers, type CipherName, type LookupHashName } from './cipher';
import { eraseSubject, reapplyErasures, type ErasureOrder } from './erasure';
import type { MasterKeys } from './keys';
import { formHashes, numberHashes, recogniseAccounts, type KnownForm } from './known-forms';
import { findNamed, type NamedPerson } from './named-people';
import { ReferenceCache } from './reference-cache';
import { rotate, type Rotation } from './rotation';
import { Schemes, type Epoch } from './schemes';
import { Sealer } from './seal';
import {
  kindOfRef, learn, makeReady, masked, revealed, wholeOf, type AccountClear, type Block, type Clear, type ClearOf, type Erased, type Key, type LookupField, type PersonClear, type Revealed, type SubjectKind,
} from './subject';
import { lookUp, lookUpPage, readSubjects, readTombstones, StaleEpoch, type Hit } from './tables';
import { hashOf, Writer, type Wanted } from './writer';

export interface VaultOptions {
  /** What new blocks and keys are sealed with; old ones open under the algorithm named beside them. */
  readonly cipher?: CipherName;
  readonly lookupHash?: LookupHashName;
  /** How many clear forms this process remembers the reference of. */
  readonly remembered?: number;
}

/** One subject of a call with the places in the call where it stands. */
interface Group extends Wanted {
  readonly forms: { readonly whole: string; readonly places: number[] }[];
}

const pageMax = 2000;
const pagesAtOnce = 3;
/** Work between two looks at the event loop: other requests must not wait for a long list. */
const stretch = 250;
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function pagesOf<T>(items: readonly T[]): T[][] {
  const pages: T[][] = [];
  for (let at = 0; at < items.length; at += pageMax) pages.push(items.slice(at, at + pageMax));
  return pages;
}

async function inTurns<T>(pages: readonly T[], work: (page: T) => Promise<void>): Promise<void> {
  const left = pages.values();
  const worker = async (): Promise<void> => {
    for (const page of left) await work(page);
  };
  await Promise.all(Array.from({ length: pagesAtOnce }, worker));
}

export class Vault {
  private readonly sealer: Sealer;
  private readonly writer: Writer;
  private readonly schemes: Schemes;
  private readonly remembered: ReferenceCache;

  constructor(private readonly pool: Pool, private readonly keys: MasterKeys, options: VaultOptions = {}) {
    this.sealer = new Sealer(keys, ciphers[options.cipher ?? 'AES-256-GCM']);
    this.writer = new Writer(pool, this.sealer);
    this.remembered = new ReferenceCache(options.remembered ?? 400_000);
    this.schemes = new Schemes(pool, keys, options.lookupHash ?? 'HMAC-SHA256', () => this.remembered.clear());
  }

  async refer<K extends SubjectKind>(kind: K, clear: ClearOf[K]): Promise<string> {
    return (await this.referMany(kind, [clear]))[0] as string;
  }

  /** A reference for each clear form, in order: found or created, and whatever the form says that was not known is kept. Durable when answered. */
  async referMany<K extends SubjectKind>(kind: K, clear: readonly ClearOf[K][]): Promise<string[]> {
    for (;;) {
      const epoch = await this.schemes.fresh();
      try {
        return await this.referAll(kind, clear, epoch);
      } catch (error) {
        if (!(error instanceof StaleEpoch)) throw error;
      }
    }
  }

  private async referAll(kind: SubjectKind, clear: readonly Clear[], epoch: Epoch): Promise<string[]> {
    const refs = new Array<string>(clear.length);
    const groups = await this.unknownGroups(kind, clear, epoch, refs);
    // An ID number first: a line that gives only the register number may mean a person whom another line introduces.
    for (const byRegister of [false, true]) {
      const turn = groups.filter((group) => (group.keys[0]?.field === 'n') === byRegister);
      await inTurns(pagesOf(turn), (page) => this.referPage(page, epoch, refs));
    }
    return refs;
  }

  /** Fills in what this process remembers; the rest grouped by subject. */
  private async unknownGroups(kind: SubjectKind, clear: readonly Clear[], epoch: Epoch, refs: string[]): Promise<Group[]> {
    const groups = new Map<string, Group & { probe: { mac: Buffer; seen: Buffer }; said: Record<string, string>[]; keys: Key[] }>();
    for (const [place, each] of clear.entries()) {
      if (place % stretch === stretch - 1) await breathe();
      const whole = this.remembered.nameOf(wholeOf(kind, each));
      const known = this.remembered.get(whole);
      if (known !== undefined) {
        refs[place] = known;
        continue;
      }
      const ready = makeReady(kind, each);
      const first = ready.keys[0] as Key;
      const name = `${first.field}|${first.number}`;
      const group = groups.get(name);
      if (!group) {
        groups.set(name, { kind, keys: [...ready.keys], probe: { mac: hashOf(epoch.current, first), seen: epoch.current.hash(ready.whole) }, said: [{ ...ready.values }], forms: [{ whole, places: [place] }] });
        continue;
      }
      const form = group.forms.find((one) => one.whole === whole);
      if (form) form.places.push(place);
      else {
        group.forms.push({ whole, places: [place] });
        group.said.push({ ...ready.values });
        group.probe.seen = epoch.current.hash(ready.whole);
        for (const key of ready.keys) if (!group.keys.some((known) => known.field === key.field && known.number === key.number)) group.keys.push(key);
      }
    }
    return [...groups.values()];
  }

  private async referPage(page: readonly Group[], epoch: Epoch, refs: string[]): Promise<void> {
    const field = page[0]?.keys[0]?.field;
    if (!field) return;
    const hits = await lookUp(this.pool, field, epoch.current, page.map((group) => group.probe));
    const told = await this.nothingNew(page, hits);
    const answers: Promise<void>[] = [];
    for (const [index, group] of page.entries()) {
      const hit = hits[index];
      if (hit && told.has(index)) this.settle(group, hit.ref, refs);
      else {
        answers.push(this.writer.write(group, epoch, hit !== undefined).then((ref) => this.settle(group, ref, refs)));
        if (answers.length % (stretch / 5) === 0) await breathe();
      }
    }
    // All of them, so that none is left unhandled when an earlier one fails.
    const failed = (await Promise.allSettled(answers)).find((answer) => answer.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Places of the page where the vault knows all that is said: by the form last seen, else by opening the block. */
  private async nothingNew(page: readonly Group[], hits: readonly (Hit | undefined)[]): Promise<Set<number>> {
    const told = new Set<number>();
    const doubtful: number[] = [];
    hits.forEach((hit, index) => {
      if (hit) (hit.same && page[index]?.forms.length === 1 ? told.add(index) : doubtful.push(index));
    });
    if (doubtful.length === 0) return told;
    const rows = await readSubjects(this.pool, doubtful.map((index) => hits[index]?.ref as string));
    for (const [count, index] of doubtful.entries()) {
      if (count % (stretch / 5) === 0) await breathe();
      const row = rows.get(hits[index]?.ref as string);
      if (!row) continue;
      const block = this.sealer.open(row);
      if (page[index]?.said.reduce<Block>(learn, block) === block) told.add(index);
    }
    return told;
  }

  private settle(group: Group, ref: string, refs: string[]): void {
    for (const form of group.forms) {
      this.remembered.set(form.whole, ref);
      for (const place of form.places) refs[place] = ref;
    }
  }

  async find(kind: SubjectKind, number: string): Promise<string | undefined> {
    return (await this.findMany(kind, [number]))[0];
  }

  /** Without creating anything. A person is found by ID number or else by register number. */
  async findMany(kind: SubjectKind, numbers: readonly string[]): Promise<(string | undefined)[]> {
    const epoch = await this.schemes.fresh();
    const found = new Array<string | undefined>(numbers.length).fill(undefined);
    const fields: readonly LookupField[] = kind === 'person' ? ['i', 'n'] : kind === 'account' ? ['a'] : ['r'];
    for (const field of fields) {
      for (const scheme of [epoch.current, ...epoch.others]) {
        const missing = [...numbers.keys()].filter((index) => found[index] === undefined && numbers[index] !== '');
        for (const page of pagesOf(missing)) {
          const macs = numberHashes(field, page.map((index) => numbers[index] as string), scheme);
          for (const [at, { ref }] of await lookUpPage(this.pool, field, scheme, { macs })) found[page[at] as number] = ref;
        }
      }
    }
    return found;
  }

  /** Which epoch it is: a reference found in one is good while it lasts, because an erasure begins another. */
  async epoch(): Promise<number> {
    return (await this.schemes.fresh()).number;
  }

  /** Accounts by number, and whether all that the form says is known; who is not found so may still be found by `findMany`. */
  async recogniseAccounts(forms: readonly AccountClear[]): Promise<(KnownForm | undefined)[]> {
    const { current } = await this.schemes.fresh();
    const found: (KnownForm | undefined)[] = [];
    for (const page of pagesOf(forms)) found.push(...(await recogniseAccounts(this.pool, current, page)));
    return found;
  }

  /** People by ID number, and whether they are called as they are registered: nobody is opened whose name was compared before. */
  async findNamed(numbers: readonly string[], names: readonly (string | undefined)[], forms?: readonly PersonClear[]): Promise<(NamedPerson | undefined)[]> {
    const { current } = await this.schemes.fresh();
    const found: (NamedPerson | undefined)[] = [];
    for (let at = 0; at < numbers.length; at += pageMax) {
      const seen = forms && formHashes('person', forms.slice(at, at + pageMax), current);
      found.push(...(await findNamed(this.pool, this.sealer, current, numbers.slice(at, at + pageMax), names.slice(at, at + pageMax), seen)));
    }
    const missing = [...numbers.keys()].filter((index) => found[index] === undefined && numbers[index] !== '');
    // By another key or a register number; these are few, or new.
    const others = missing.length === 0 ? [] : await this.findMany('person', missing.map((index) => numbers[index] as string));
    const opened = await this.reveal(others.filter((ref) => ref !== undefined));
    for (const [order, index] of missing.entries()) {
      const ref = others[order];
      if (ref !== undefined) found[index] = { ref, ...agreement(opened.get(ref), names[index]) };
    }
    return found;
  }

  /** Opens subjects. The caller records who read what and why before it shows any of it. References unknown here are absent. */
  async reveal(refs: readonly string[]): Promise<ReadonlyMap<string, Revealed | Erased>> {
    const answer = new Map<string, Revealed | Erased>();
    for (const page of pagesOf([...new Set(refs)])) {
      for (const [ref, row] of await readSubjects(this.pool, page)) answer.set(ref, revealed(ref, kindOfRef(ref) ?? 'person', this.sealer.open(row)));
      const absent = page.filter((ref) => !answer.has(ref));
      if (absent.length > 0) for (const ref of await readTombstones(this.pool, absent)) answer.set(ref, { ref, kind: kindOfRef(ref) ?? 'person', erased: true });
      await breathe();
    }
    return answer;
  }

  /** The same with everything masked that could tell who it is: what every answer shows by default. */
  async revealMasked(refs: readonly string[]): Promise<ReadonlyMap<string, Revealed | Erased>> {
    const opened = await this.reveal(refs);
    return new Map([...opened].map(([ref, subject]) => [ref, subject.erased ? subject : masked(subject)]));
  }

  /** Destroys a subject's key and look-ups; answers what the event of it needs. */
  erase(ref: string, order: ErasureOrder): Promise<{ readonly subjectRef: string; readonly requestedBy: string; readonly approvedBy: string }> {
    return eraseSubject(this.pool, ref, order);
  }

  /** After a restore: erases again whatever the ledger says was erased. Answers how many had come back. */
  reapplyErasures(refs: readonly string[]): Promise<number> {
    return reapplyErasures(this.pool, refs);
  }

  /** Brings every look-up and wrapped key under today's key and algorithms, then retires the old look-ups. May be run again after a crash. */
  async rotateLookups(): Promise<Rotation> {
    return rotate(this.pool, this.sealer, this.keys.current, await this.schemes.fresh());
  }
}

function agreement(subject: Revealed | Erased | undefined, name: string | undefined): { nameAgrees?: boolean } {
  const known = subject && !subject.erased ? (subject.clear as PersonClear).name : undefined;
  return known === undefined || name === undefined ? {} : { nameAgrees: sameName(known, name) };
}

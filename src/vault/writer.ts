/** Adds new subjects and what was newly learnt of known ones: whatever waited while the last transaction was under way goes in the next. */
import type { Pool, PoolClient } from 'pg';
import { Tampered } from './cipher';
import type { Epoch, HashScheme } from './schemes';
import { nameMark } from './named-people';
import { newRef, type SealedSubject, type Sealer } from './seal';
import { learn, type Block, type Key, type SubjectKind } from './subject';
import {
  addLookups, addLookupsIfFree, addSubjects, lookUp, markSeen, readSubjects, rewriteSubjects, writing, type Lookup, type Probe,
} from './tables';

/** One subject of one call: how to find it and everything the call says of it. */
export interface Wanted {
  readonly kind: SubjectKind;
  readonly keys: readonly Key[];
  /** Keyed hash of the first key and of the last form, under the current scheme. */
  readonly probe: Probe;
  /** One value per attribute and form, in the order given. */
  readonly said: readonly Readonly<Record<string, string>>[];
}

interface Task {
  readonly wanted: Wanted;
  readonly epoch: Epoch;
  /** Sealed before the lock is taken, so that others wait less; thrown away where someone else came first. */
  fresh: SealedSubject | undefined;
  done(ref: string): void;
  failed(error: unknown): void;
}

type Made = Pick<Task, 'wanted'> & { readonly fresh: SealedSubject };

const batchMax = 2000;
const nothing: Block = {};

export const hashOf = (scheme: HashScheme, key: Key): Buffer => scheme.hash(`${key.field}|${key.number}`);
/** The first key was hashed under the current scheme when the subject was asked for. */
const macOf = (epoch: Epoch, scheme: HashScheme, wanted: Wanted, which: number): Buffer =>
  scheme === epoch.current && which === 0 ? wanted.probe.mac : hashOf(scheme, wanted.keys[which] as Key);
const keyName = (key: Key): string => `${key.field}|${key.number}`;
const sayAll = (block: Block, wanted: Wanted): Block => wanted.said.reduce(learn, block);

/** Of somebody new the first name said is the registered one. */
function withNameMark(epoch: Epoch, wanted: Wanted, lookups: Lookup[]): Lookup[] {
  const name = wanted.kind === 'person' ? wanted.said.find((values) => values['name'] !== undefined)?.['name'] : undefined;
  return name === undefined ? lookups : lookups.map((row) => (row.field === 'i' && row.version === epoch.current.version && row.algorithm === epoch.current.algorithm ? { ...row, nameMark: nameMark(epoch.current, name) } : row));
}

export class Writer {
  private queue: Task[] = [];
  private busy = false;

  constructor(private readonly pool: Pool, private readonly sealer: Sealer) {}

  /** Finds or creates, and learns. Rejects with `StaleEpoch` where the vault moved on: the caller looks again. */
  write(wanted: Wanted, epoch: Epoch, known: boolean): Promise<string> {
    const fresh = known ? undefined : this.seal(wanted);
    return new Promise((done, failed) => {
      this.queue.push({ wanted, epoch, fresh, done, failed });
      if (!this.busy) void this.drain();
    });
  }

  private seal(wanted: Wanted): SealedSubject {
    return this.sealer.sealNew(newRef(wanted.kind), sayAll(nothing, wanted));
  }

  private async drain(): Promise<void> {
    this.busy = true;
    // Lets the rest of the same tick join.
    await Promise.resolve();
    while (this.queue.length > 0) await this.writeNext();
    this.busy = false;
  }

  /** Of two tasks that share a key only the first goes now: the second must see what the first one made. */
  private takeBatch(): Task[] {
    const epoch = this.queue[0]?.epoch.number;
    const taken: Task[] = [];
    const later: Task[] = [];
    const keys = new Set<string>();
    for (const task of this.queue) {
      const names = task.wanted.keys.map(keyName);
      const free = taken.length < batchMax && task.epoch.number === epoch && names.every((name) => !keys.has(name));
      for (const name of names) keys.add(name);
      (free ? taken : later).push(task);
    }
    this.queue = later;
    return taken;
  }

  private async writeNext(): Promise<void> {
    const tasks = this.takeBatch();
    const epoch = tasks[0]?.epoch;
    if (!epoch) return;
    const answers: (() => void)[] = [];
    try {
      await writing(this.pool, epoch.number, (client) => this.writeAll(client, epoch, tasks, answers));
      // Only after the commit: a reference must not get into an event before it is durable.
      for (const answer of answers) answer();
    } catch (error) {
      for (const task of tasks) task.failed(error);
    }
  }

  private async writeAll(client: PoolClient, epoch: Epoch, tasks: readonly Task[], answers: (() => void)[]): Promise<void> {
    const found = await this.find(client, epoch, tasks);
    const rows = await readSubjects(client, [...new Set(found.values())]);
    const opened = new Map<string, { row: SealedSubject; before: Block; block: Block }>();
    const links: Lookup[] = [];
    const made: Made[] = [];
    const seen: Probe[] = [];
    for (const task of tasks) {
      const ref = found.get(task);
      try {
        const known = ref === undefined ? undefined : this.openOnce(opened, rows, ref);
        if (!known || this.isAnother(known.block, task.wanted)) {
          const fresh = (task.fresh ??= this.seal(task.wanted));
          made.push({ wanted: task.wanted, fresh });
          answers.push(() => task.done(fresh.ref));
          continue;
        }
        known.block = sayAll(known.block, task.wanted);
        links.push(...this.lookupsOf(epoch, task.wanted, known.row.ref));
        seen.push(task.wanted.probe);
        answers.push(() => task.done(known.row.ref));
      } catch (error) {
        // One spoiled block must not fail its neighbours.
        answers.push(() => task.failed(error));
      }
    }
    await this.addNew(client, epoch, made);
    await rewriteSubjects(client, [...opened.values()].filter((known) => known.block !== known.before).map((known) => this.sealer.reseal(known.row, known.block)));
    await addLookupsIfFree(client, links);
    await markSeen(client, seen);
  }

  private openOnce(opened: Map<string, { row: SealedSubject; before: Block; block: Block }>, rows: ReadonlyMap<string, SealedSubject>, ref: string) {
    const known = opened.get(ref);
    if (known) return known;
    const row = rows.get(ref);
    if (!row) throw new Tampered(`${ref} has a look-up and no block`);
    const before = this.sealer.open(row);
    const entry = { row, before, block: before };
    opened.set(ref, entry);
    return entry;
  }

  /** Found by a register number that was issued anew: the ID number says it is somebody else. */
  private isAnother(block: Block, wanted: Wanted): boolean {
    const idNumber = wanted.keys.find((key) => key.field === 'i')?.number;
    const known = block['idNumber'];
    return idNumber !== undefined && known !== undefined && !known.includes(idNumber);
  }

  /** By the first key under every valid scheme, then by the second. Asked again under the lock: another process may have been faster. */
  private async find(client: PoolClient, epoch: Epoch, tasks: readonly Task[]): Promise<Map<Task, string>> {
    const found = new Map<Task, string>();
    for (const which of [0, 1]) {
      for (const scheme of [epoch.current, ...epoch.others]) {
        const asked = tasks.filter((task) => !found.has(task) && task.wanted.keys[which] !== undefined);
        for (const field of new Set(asked.map((task) => (task.wanted.keys[which] as Key).field))) {
          const group = asked.filter((task) => task.wanted.keys[which]?.field === field);
          const hits = await lookUp(client, field, scheme, group.map((task) => ({ mac: macOf(epoch, scheme, task.wanted, which), seen: task.wanted.probe.seen })));
          hits.forEach((hit, index) => hit && found.set(group[index] as Task, hit.ref));
        }
      }
    }
    return found;
  }

  /** Under every valid scheme, so that a process that asks under an older one finds it too. */
  private lookupsOf(epoch: Epoch, wanted: Wanted, ref: string): Lookup[] {
    return [epoch.current, ...epoch.others].flatMap((scheme) =>
      wanted.keys.map((key, index) => ({
        field: key.field,
        version: scheme.version,
        algorithm: scheme.algorithm,
        mac: macOf(epoch, scheme, wanted, index),
        ref,
        seen: index === 0 && scheme === epoch.current ? wanted.probe.seen : undefined,
      })),
    );
  }

  private async addNew(client: PoolClient, epoch: Epoch, made: readonly Made[]): Promise<void> {
    await addSubjects(client, made.map((task) => task.fresh));
    const lookups = made.map((task) => withNameMark(epoch, task.wanted, this.lookupsOf(epoch, task.wanted, task.fresh.ref)));
    const first = (rows: readonly Lookup[], task: Made | undefined): Lookup[] => rows.filter((row) => row.field === task?.wanted.keys[0]?.field);
    await addLookups(client, lookups.flatMap((rows, index) => first(rows, made[index])));
    // A second key may belong to an earlier subject, and stays with it.
    await addLookupsIfFree(client, lookups.flatMap((rows, index) => rows.filter((row) => row.field !== made[index]?.wanted.keys[0]?.field)));
  }
}

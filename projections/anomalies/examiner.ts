/** Keeps every rule judging behind the facts: the same flags as looking after each single event, whatever the page. Rules that stand together go together. */
import type { Pool, PoolClient } from 'pg';
import type { EventStore } from '../../src/event-store/event-store';
import { NotOurs, type FollowerStatus } from '../../src/event-store/follower';
import { isTransient } from '../../src/event-store/postgres/trouble';
import { Pursuit } from '../../src/event-store/pursuit';
import { mustBeOurs } from '../facts/schema';
import { AskedBeside } from './asked-beside';
import { allRules, ruleCalled } from './catalogue';
import { Examination, LOOK_UPS, Releases } from './examination';
import { RuleCursors, statusOf, type RuleCursor } from './rule-cursors';

export interface ExaminerStatus {
  /** Every rule has judged everything before this position. */
  readonly examined: number;
  readonly rules: readonly FollowerStatus[];
  readonly halted: readonly string[];
}

export interface ExaminerOptions {
  readonly pool: Pool;
  readonly store: Pick<EventStore, 'readRecorded' | 'head'>;
  readonly rules?: readonly string[];
  readonly pageSize?: number;
  /** So many strangers at one moment are raised by the database itself. */
  readonly manyAtOnce?: number | undefined;
  /** Aborted: `catchUp` ends with the page in hand. */
  readonly signal?: AbortSignal;
  readonly moved?: () => void;
  readonly troubled?: (error: unknown) => void;
}

const usualPage = 2_000;
/** Asking all rules costs about as much for one event as for a hundred. */
const REST_MS = 100;

/** Rules at one position, about to take one page. */
interface Group {
  readonly rules: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** Those that read what the others say come last in a page, and never before the others have taken it. */
const readsFlags = (rule: string): boolean => ruleCalled(rule)?.after === 'all';
const judgedBy = (cursors: readonly RuleCursor[]): number => examinedBy(cursors.filter(({ rule }) => !readsFlags(rule)));

/** One connection, one pass over the rules for each page, one transaction for all of them. Each rule keeps its own cursor, and halts alone. */
export class Examiner {
  private readonly pursuit: Pursuit;
  private readonly cursors: RuleCursors;
  private readonly releases = new Releases();
  /** How much a rule takes at once: shrinks to one when its page fails, to find the very event that does. */
  private readonly pages = new Map<string, number>();
  private readonly watchers = new Set<() => void>();
  private readonly pageSize: number;
  /** Statements are planned once for a connection, so it is kept. */
  private connection: PoolClient | undefined;
  private readonly beside: AskedBeside;
  private examined = -1;
  /** Where the group taken last began: the next in order has its turn, so that one far behind holds nobody up. */
  private lastFrom = -1;

  constructor(private readonly options: ExaminerOptions) {
    this.cursors = new RuleCursors(options.rules ?? allRules().map((rule) => rule.code));
    this.pageSize = options.pageSize ?? usualPage;
    this.beside = new AskedBeside(options.pool, LOOK_UPS);
    this.pursuit = new Pursuit({
      begin: () => this.begin(), step: () => this.step(), troubled: (error) => { this.options.troubled?.(error); },
    }, REST_MS);
  }

  /** Facts have moved: a hint to look. */
  wake(): void {
    this.pursuit.rouse();
  }

  start(): void {
    this.pursuit.start();
  }

  async stop(): Promise<void> {
    await this.pursuit.stop();
    this.letGo();
  }

  /** Takes pages until there is nothing left or every rule behind is halted; for rebuilds and tests. */
  async catchUp(): Promise<ExaminerStatus> {
    try {
      await this.begin();
      while (this.options.signal?.aborted !== true && (await this.step()));
      return await this.status();
    } finally {
      this.letGo();
    }
  }

  /** A halted rule is named: its flags may be missing from every answer past its position. */
  async status(): Promise<ExaminerStatus> {
    const client = await this.options.pool.connect();
    try {
      const { cursors } = await this.cursors.read(client);
      const { size } = await this.options.store.head();
      return { examined: examinedBy(cursors), rules: cursors.map((cursor) => statusOf(cursor, size)), halted: cursors.filter(({ halted }) => halted).map(({ rule }) => rule) };
    } finally {
      client.release();
    }
  }

  /** True once every rule has judged everything before `position`; false when that did not happen in time. */
  async reaches(position: number, withinMs: number): Promise<boolean> {
    const deadline = performance.now() + withinMs;
    while (this.examined < position) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return false;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          this.watchers.delete(done);
          resolve();
        };
        const timer = setTimeout(done, leftMs);
        this.watchers.add(done);
      });
    }
    return true;
  }

  private async begin(): Promise<void> {
    await this.onConnection((client) => this.cursors.begin(client));
  }

  /** Takes one page of one group. False: nothing to do now. */
  private async step(): Promise<boolean> {
    const { visible, cursors } = await this.onConnection((client) => this.cursors.read(client));
    this.examined = examinedBy(cursors);
    this.announce();
    const group = this.nextGroup(cursors, visible);
    if (!group) return false;
    this.lastFrom = group.from;
    await this.take(group.rules, group.from, group.to);
    return true;
  }

  private nextGroup(cursors: readonly RuleCursor[], visible: number): Group | undefined {
    const groups = new Map<string, { rules: string[]; from: number; to: number }>();
    const judged = Math.min(visible, judgedBy(cursors));
    const pageOf = (rule: string, position: number): number => position + (this.pages.get(rule) ?? this.pageSize);
    const going = cursors.filter(({ halted }) => !halted);
    for (const { rule, position } of going) {
      const to = Math.min(readsFlags(rule) ? judged : visible, pageOf(rule, position));
      if (position >= to) continue;
      const key = `${String(position)}/${String(to)}`;
      const group = groups.get(key) ?? { rules: [], from: position, to };
      group.rules.push(rule);
      groups.set(key, group);
    }
    const inOrder = [...groups.values()].sort((a, b) => a.from - b.from || a.to - b.to);
    const next = inOrder.find(({ from }) => from > this.lastFrom) ?? inOrder[0];
    const along = going.filter(({ rule, position }) => readsFlags(rule) && position === next?.from && pageOf(rule, position) >= next.to && !next.rules.includes(rule));
    return next && { ...next, rules: [...next.rules, ...along.map(({ rule }) => rule)] };
  }

  /** A page that fails is taken again rule by rule, then by halves, until the rule that cannot go on stands at the event it fails at. */
  private async take(rules: readonly string[], from: number, to: number): Promise<void> {
    try {
      await this.onConnection((client) => this.examine(client, rules, from, to));
      for (const rule of rules) this.pages.set(rule, Math.min(this.pageSize, (this.pages.get(rule) ?? this.pageSize) * 2));
    } catch (error) {
      if (isTransient(error) || error instanceof NotOurs) throw error;
      const [only] = rules;
      if (rules.length > 1) for (const rule of rules) await this.take([rule], from, to);
      else if (only !== undefined && to - from > 1) this.pages.set(only, Math.ceil((to - from) / 2));
      else if (only !== undefined) await this.onConnection((client) => this.cursors.halt(client, only, from, error));
    }
  }

  private async judge(client: PoolClient, rules: readonly string[], from: number, to: number): Promise<void> {
    const moved = rules.length > 0 ? await this.cursors.move(client, rules, from, to) : [];
    if (moved.length === 0) return;
    await mustBeOurs(client);
    await new Examination(client, this.options.store, this.releases, this.beside, this.options.manyAtOnce).of(moved, from, to);
  }

  private async examine(client: PoolClient, rules: readonly string[], from: number, to: number): Promise<void> {
    await client.query('BEGIN');
    await this.judge(client, rules.filter((rule) => !readsFlags(rule)), from, to);
    const reading = rules.filter(readsFlags);
    if (reading.length > 0 && judgedBy((await this.cursors.read(client)).cursors) >= to) await this.judge(client, reading, from, to);
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT') throw new Error(`COMMIT was answered ${command}`);
    this.options.moved?.();
  }

  private async onConnection<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    this.connection ??= await this.connect();
    try {
      return await work(this.connection);
    } catch (error) {
      // A client that saw an error may stand in a broken transaction.
      this.letGo();
      throw error;
    }
  }

  /** Cursor and flags are lost or kept together, so the answer of the disk need not be waited for. What is raised of a whole county at once is put in order in memory. */
  private async connect(): Promise<PoolClient> {
    const client = await this.options.pool.connect();
    client.on('error', (error) => {
      // One that was let go of may still hear that it ends.
      if (this.connection === client) this.letGo();
      this.options.troubled?.(error);
    });
    try {
      await client.query(`${LOOK_UPS}; set synchronous_commit = off; set work_mem = '32MB'`);
    } catch (error) {
      client.release(true);
      throw error;
    }
    return client;
  }

  /** It does not go back to the pool: its settings are not for others. */
  private letGo(): void {
    const client = this.connection;
    this.connection = undefined;
    client?.release(true);
    this.beside.letGo();
  }

  private announce(): void {
    for (const watcher of [...this.watchers]) watcher();
  }
}

const examinedBy = (cursors: readonly RuleCursor[]): number => Math.min(...cursors.map(({ position }) => position));

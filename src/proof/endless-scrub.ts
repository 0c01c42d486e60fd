/** The scrub that never ends: at start the newest part of the ledger, then all of it, slowly, again and again, so that no stored byte changes unnoticed for long. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAccepted, readAccepted } from './accepted';
import type { Disagreements, Finding } from './disagreements';
import { Scrub, type ScrubGround } from './scrub';
import { headAndSurplus } from './stored-rows';
import { TILE_WIDTH } from './tiles';

export interface EndlessScrubOptions {
  readonly ground: ScrubGround;
  /** The sealer's: how far it came, and what a person accepted, stand there. */
  readonly folder: string;
  readonly newestEvents: number;
  /** 0 = only the newest part, at start. */
  readonly eventsPerSecond: number;
  readonly disagreements: Pick<Disagreements, 'standing'>;
  /** Tells of a finding, durably; writing stops. */
  readonly found: (finding: Finding) => Promise<void>;
  readonly troubled?: (error: unknown) => void;
}

/** One tile at a time: milliseconds, between which others are served. */
const PAGE_EVENTS = TILE_WIDTH;
const REST_MS = 2_000;
const NOTE_EVERY_PAGES = 40;

export class EndlessScrub {
  private readonly scrub: Scrub;
  private readonly file: string;
  private stopping = new AbortController();
  private running: Promise<void> | undefined;
  private pages = 0;

  constructor(private readonly options: EndlessScrubOptions) {
    this.scrub = new Scrub(options.ground);
    this.file = path.join(options.folder, 'scrubbed');
  }

  start(): void {
    this.stopping = new AbortController();
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.running = undefined;
    await this.options.ground.leaves?.close();
  }

  private async run(): Promise<void> {
    let look = (): Promise<void> => this.newest();
    while (!this.isStopping()) {
      try {
        await look();
        if (this.options.eventsPerSecond === 0) return;
        look = () => this.pass();
      } catch (error) {
        if (!this.isStopping()) this.options.troubled?.(error);
      }
      await this.pause(REST_MS);
    }
  }

  private async newest(): Promise<void> {
    const { head } = await headAndSurplus(this.options.ground.pool);
    const accepted = readAccepted(this.options.folder);
    const found = await this.scrub.range(Math.max(0, head - this.options.newestEvents), head, PAGE_EVENTS, () => { this.stopping.signal.throwIfAborted(); }, (finding) => isAccepted(accepted, finding));
    await this.tell(found ?? await this.scrub.ends());
  }

  /** From where the last process came to. */
  private async pass(): Promise<void> {
    const accepted = readAccepted(this.options.folder);
    const skip = (finding: Finding): boolean => isAccepted(accepted, finding);
    const found = await this.scrub.range(this.cameTo(), Infinity, PAGE_EVENTS, (position) => this.passing(position), skip);
    this.note(0);
    for (const finding of [found, await this.scrub.ends(), await this.scrub.root()]) {
      if (finding && !skip(finding)) return this.tell(finding);
    }
  }

  private async passing(position: number): Promise<void> {
    this.pages += 1;
    if (this.pages % NOTE_EVERY_PAGES === 0) this.note(position);
    await this.pause((PAGE_EVENTS * 1_000) / this.options.eventsPerSecond);
    this.stopping.signal.throwIfAborted();
  }

  /** What stands already is not told again. */
  private async tell(finding: Finding | undefined): Promise<void> {
    if (!finding) return;
    const standing = await this.options.disagreements.standing();
    if (!standing.some(({ position, kind }) => position === finding.position && kind === finding.kind)) await this.options.found(finding);
  }

  private cameTo(): number {
    return fs.existsSync(this.file) ? Number(fs.readFileSync(this.file, 'utf8')) || 0 : 0;
  }

  /** Lost in a crash, it costs looking twice. */
  private note(position: number): void {
    fs.writeFileSync(this.file, String(position), { mode: 0o600 });
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.stopping.signal }).catch(() => { /* told to stop */ });
  }
}

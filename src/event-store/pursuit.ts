/** The loop of whoever runs behind something: step by step while there is anything to do, then asleep until roused or a while has passed; trouble is waited out. */

export interface Pursued {
  /** Once, before the first step, and again after trouble. */
  begin(): Promise<void>;
  /** False: nothing to do now. */
  step(): Promise<boolean>;
  /** What a step threw: it is tried again. */
  troubled(error: unknown): void;
}

const firstPauseMs = 250;
const longestPauseMs = 2_000;

export class Pursuit {
  private running: Promise<void> | undefined;
  private stopping = false;
  private wake: (() => void) | undefined;
  private endRest: (() => void) | undefined;
  /** Set by a hint that came while nobody was asleep. */
  private hinted = false;

  /** Steps that do something begin at least `restMs` apart: a stream of single events is taken by the handful, and not each with a round of questions of its own. */
  constructor(private readonly pursued: Pursued, private readonly restMs = 0) {}

  start(): void {
    this.stopping = false;
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.endRest?.();
    this.rouse();
    await this.running;
    this.running = undefined;
  }

  /** There may be something to do: many hints are one. */
  rouse(): void {
    this.hinted = true;
    this.wake?.();
  }

  private async run(): Promise<void> {
    let begun = false;
    let pauseMs = firstPauseMs;
    let notBefore = -Infinity;
    while (!this.stopping) {
      await this.rest(notBefore - performance.now());
      const began = performance.now();
      let more = false;
      try {
        if (!begun) await this.pursued.begin();
        begun = true;
        more = await this.pursued.step();
      } catch (error) {
        begun = false;
        this.pursued.troubled(error);
      }
      if (more) {
        notBefore = began + this.restMs;
        pauseMs = firstPauseMs;
        continue;
      }
      await this.sleep(pauseMs);
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    }
  }

  private async rest(ms: number): Promise<void> {
    if (ms > 0 && !this.stopping) await this.wait(ms, 'endRest');
  }

  private async sleep(ms: number): Promise<void> {
    if (!this.hinted && !this.stopping) await this.wait(ms, 'wake');
    this.hinted = false;
  }

  /** `end` ends it before its time. */
  private async wait(ms: number, end: 'wake' | 'endRest'): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this[end] = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this[end] = undefined;
  }
}

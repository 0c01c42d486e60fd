/** Bulk work lets examination keep up: between its appends it waits while the rules are far behind, so that nobody's small work stands long behind it. */
import { Injectable } from '@nestjs/common';
import { Progress } from './progress';

/** So much of something large goes in between two turns: what the rules judge in a fraction of a second, because whoever comes after it waits for all of it. */
export const LINES_AT_A_TURN = 1_000;
/** What the rules judge in a moment. */
const BEHIND_EVENTS = 500;
const LOOK_EVERY_MS = 25;
const WAIT_MS = 3_000;
/** Rules that stand still are not waited for: nobody may be judging. */
const STILL_MS = 1_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

@Injectable()
export class Pacing {
  constructor(private readonly progress: Progress) {}

  /** Before the next part of something large. */
  async turn(): Promise<void> {
    let examined = -1;
    let still = 0;
    for (let waited = 0; waited < WAIT_MS && still < STILL_MS; waited += LOOK_EVERY_MS) {
      const now = await this.progress.now();
      if (now.halted.length > 0 || now.recorded - now.examined <= BEHIND_EVENTS) return;
      still = now.examined === examined ? still + LOOK_EVERY_MS : 0;
      examined = now.examined;
      await pause(LOOK_EVERY_MS);
    }
  }
}

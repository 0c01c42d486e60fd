/** Bulk work lets examination keep up: between its appends it waits while the rules are far behind, so that nobody's small work stands long behind it. */
import { Injectable } from '@nestjs/common';
import { Progress } from './progress';

/** So much of something large goes in between two turns: what the rules judge in a fraction of a second, because whoever comes after it waits for all of it. */
export const LINES_AT_A_TURN = 1_000;
/** What the rules judge in a moment. */
const BEHIND_EVENTS = 500;
const LOOK_EVERY_MS = 50;
/** Longer than rules that judge stand still, for twenty thousand duties that fall due on one day. */
const WAIT_MS = 3_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

@Injectable()
export class Pacing {
  /** Where rules stood still as long as they are waited for: nobody may be judging, and they are not waited for again until they move. */
  private stoodStillAt: number | undefined;

  constructor(private readonly progress: Progress) {}

  /** Before the next part of something large. */
  async turn(): Promise<void> {
    const seen = new Set<number>();
    for (let waited = 0; waited < WAIT_MS; waited += LOOK_EVERY_MS) {
      const { halted, recorded, examined } = await this.progress.now();
      if (halted.length > 0 || recorded - examined <= BEHIND_EVENTS || examined === this.stoodStillAt) return;
      seen.add(examined);
      await pause(LOOK_EVERY_MS);
    }
    const [only] = seen;
    this.stoodStillAt = seen.size === 1 ? only : undefined;
  }
}

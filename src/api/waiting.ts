/** `minPosition`: a read that waits, for a bounded time, until what the caller wrote has been examined. */
import { Injectable } from '@nestjs/common';
import { Progress } from './progress';
import { positionFrom } from './moment';
import { NotYet } from './not-yet';

const WAIT_MS = 10_000;
/** What nobody has recorded is more likely a mistake than a write under way elsewhere. */
const UNRECORDED_WAIT_MS = 2_000;
const LOOK_EVERY_MS = 40;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

@Injectable()
export class Waiting {
  constructor(private readonly progress: Progress) {}

  /** Returns once everything up to `minPosition` is examined; nothing to do without one. */
  async until(minPosition: string | undefined): Promise<void> {
    if (minPosition === undefined) return;
    const wanted = positionFrom('minPosition', minPosition);
    for (let waited = 0; ; waited += LOOK_EVERY_MS) {
      const now = await this.progress.now();
      if (now.examined >= wanted) return;
      const halted = now.halted.length > 0;
      if (waited >= (wanted > now.recorded ? UNRECORDED_WAIT_MS : WAIT_MS) || halted) throw notExamined(wanted, now.recorded, halted);
      await pause(LOOK_EVERY_MS);
    }
  }
}

function notExamined(wanted: number, recorded: number, halted: boolean): NotYet {
  if (wanted > recorded) {
    return new NotYet(425, 'not-recorded', { zh: '台账尚未记到该位置', en: 'the ledger has not reached that position' }, 1);
  }
  return halted
    ? new NotYet(503, 'examiner-halted', { zh: '核查已因错误停止,请联系管理员', en: 'examination has halted on an error; tell the administrator' }, 60)
    : new NotYet(503, 'not-examined', { zh: `位置 ${String(wanted)} 尚未核查完,请稍后再读`, en: `position ${String(wanted)} is not examined yet; read again shortly` }, 1);
}

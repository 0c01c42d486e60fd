/** The position a derived answer speaks of: as of then where asked, else everything examined by now. */
import { Inject, Injectable } from '@nestjs/common';
import type { Recorded } from '../domain/decider';
import type { EventStore } from '../event-store/event-store';
import { EVENT_STORE } from '../tokens';
import { momentFrom } from './moment';
import { Progress } from './progress';
import { ReadPool } from './read-pool';
import { Waiting } from './waiting';

@Injectable()
export class Pinned {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore, private readonly pool: ReadPool, private readonly progress: Progress, private readonly waiting: Waiting) {}

  async examined(page: { readonly at: number | undefined }, asked: { readonly asOf?: string | undefined; readonly minPosition?: string | undefined }): Promise<number> {
    await this.waiting.until(asked.minPosition);
    if (page.at !== undefined) return page.at;
    const { examined } = await this.progress.now();
    const moment = momentFrom(asked.asOf === undefined ? {} : { asOf: asked.asOf });
    const then = moment.recordedAtUs === undefined ? moment.position : await this.positionAt(moment.recordedAtUs);
    return Math.min(examined, then ?? examined);
  }

  async events(positions: readonly number[]): Promise<readonly Recorded[]> {
    const pages = await Promise.all(positions.map((position) => this.store.readAll(position, 1)));
    return pages.flat();
  }

  /** Last position recorded by a time; -1 where nothing was. Times rise with positions. */
  private async positionAt(recordedAtUs: number): Promise<number> {
    const { rows } = await this.pool.query<{ position: string | null }>('SELECT max(position) AS position FROM ledger.event WHERE recorded_us <= $1', [recordedAtUs]);
    return Number(rows[0]?.position ?? -1);
  }
}

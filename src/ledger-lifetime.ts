/** Finishes what dead processes left half done, at start and from then on; at the end closes the store, after the last request has been answered. */
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { EventStore } from './event-store/event-store';
import { Executor } from './execute';
import { Incidents } from './incidents';
import { Presence } from './presence';
import { RefusalLog } from './refusal-log';
import { Standstill } from './standstill';
import { EVENT_STORE } from './tokens';

const sweepEveryMs = 5_000;

@Injectable()
export class LedgerLifetime implements OnApplicationBootstrap, OnApplicationShutdown {
  private sweeping: Promise<unknown> = Promise.resolve();
  private next: NodeJS.Timeout | undefined;
  private ended = false;

  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore, private readonly executor: Executor, private readonly refusals: RefusalLog,
    private readonly incidents: Incidents, private readonly presence: Presence, private readonly standstill: Standstill,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.sweep();
    this.later();
  }

  /** What is half done stays so while nothing may be written. */
  private async sweep(): Promise<void> {
    if (!this.standstill.disagreement) await this.executor.heal();
  }

  /** Another process may die while this one lives. What a failed sweep leaves is found by the next. */
  private later(): void {
    if (this.ended) return;
    this.next = setTimeout(() => {
      this.sweeping = this.sweep().catch(() => undefined).finally(() => { this.later(); });
    }, sweepEveryMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.ended = true;
    clearTimeout(this.next);
    await this.sweeping;
    await this.incidents.flush();
    await this.refusals.flush();
    await this.store.close();
    await this.presence.close();
  }
}

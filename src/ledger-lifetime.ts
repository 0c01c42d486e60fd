/** At start finishes what a crash left half done; at the end closes the store, after the last request has been answered. */
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { EventStore } from './event-store/event-store';
import { Executor } from './execute';
import { Incidents } from './incidents';
import { RefusalLog } from './refusal-log';
import { EVENT_STORE } from './tokens';

@Injectable()
export class LedgerLifetime implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore, private readonly executor: Executor, private readonly refusals: RefusalLog, private readonly incidents: Incidents) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.executor.heal();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.incidents.flush();
    await this.refusals.flush();
    await this.store.close();
  }
}

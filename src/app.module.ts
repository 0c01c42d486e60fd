/** The only wiring: which providers and controllers a process has, by its configuration. */
import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { APP_GUARD, Reflector } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { Pool } from 'pg';
import { SignedInGuard } from './api/actor';
import { AuthController } from './api/auth.controller';
import { Following } from './api/following';
import { HealthController } from './api/health.controller';
import { Metrics } from './api/metrics';
import { MetricsController } from './api/metrics.controller';
import { Progress } from './api/progress';
import { Proving } from './api/proving';
import { RateLimits } from './api/rate-limits';
import { ReadPool } from './api/read-pool';
import { RouteLimits } from './api/route-limits';
import { API_PROVIDERS, apiControllers } from './api/routes';
import { Tokens } from './api/sign-in';
import { Witnessing } from './api/witnessing';
import type { Config } from './config';
import type { EventStore } from './event-store/event-store';
import { PostgresEventStore } from './event-store/postgres/postgres-event-store';
import { ExecuteHandler, Executor } from './execute';
import { Incidents } from './incidents';
import { LedgerLifetime } from './ledger-lifetime';
import { PostgresPendingWork } from './pending-work';
import { Presence } from './presence';
import { RefusalLog } from './refusal-log';
import { PostgresSnapshots } from './stream-snapshots';
import { Standstill } from './standstill';
import { StreamStates } from './stream-states';
import { CONFIG, DATABASE_URL, EVENT_STORE, POOL } from './tokens';
import { loadMasterKeys, MasterKeys } from './vault/keys';
import { Vault } from './vault/vault';

/** What is running before Nest is: made and closed by serve.ts, or by a test. */
export interface Ground {
  readonly config: Config;
  readonly pool: Pool;
  /** For those that need connections of their own (the sequencer, listeners). */
  readonly databaseUrl: string;
}

function groundProviders({ config, pool, databaseUrl }: Ground): Provider[] {
  return [{ provide: CONFIG, useValue: config }, { provide: POOL, useValue: pool }, { provide: DATABASE_URL, useValue: databaseUrl }, { provide: ReadPool, useFactory: () => new ReadPool(databaseUrl, config.limits.readSeconds) }];
}

function signInProviders({ config }: Ground): Provider[] {
  return [{ provide: Tokens, inject: [MasterKeys], useFactory: (master: MasterKeys) => new Tokens(config.profile, master) }, { provide: APP_GUARD, useClass: SignedInGuard }];
}

/** After sign-in, because most of them are per person. */
function limitProviders({ config }: Ground): Provider[] {
  return [
    { provide: RateLimits, useFactory: () => new RateLimits(config.limits) },
    { provide: APP_GUARD, inject: [Reflector, Standstill], useFactory: (reflector: Reflector, standstill: Standstill) => new RouteLimits(reflector, config.limits, standstill.check) },
  ];
}

/** The event store and the vault. */
function ledgerProviders({ config, databaseUrl, pool }: Ground): Provider[] {
  const keys = { file: config.masterKeyFile, dataDir: config.dataDir, profile: config.profile };
  return [
    { provide: EVENT_STORE, useFactory: () => PostgresEventStore.open({ connection: { connectionString: databaseUrl } }) },
    { provide: MasterKeys, useFactory: () => loadMasterKeys(keys) },
    { provide: Vault, inject: [MasterKeys], useFactory: (master: MasterKeys) => new Vault(pool, master) },
    LedgerLifetime,
  ];
}

/** The one command handler. */
function executeProviders({ pool, databaseUrl }: Ground): Provider[] {
  const states = (store: EventStore, keys: MasterKeys): StreamStates => new StreamStates(store, new PostgresSnapshots(pool, store, keys.derive('snapshots')));
  // Incidents are recorded by the executor that refuses: the one is told of the other when both stand.
  const both = (store: EventStore, refusals: RefusalLog, states: StreamStates, presence: Presence, standstill: Standstill): { executor: Executor; incidents: Incidents } => {
    const executor = new Executor(store, new PostgresPendingWork(pool, presence.id), (request, refusal) => {
      refusals.note(request, refusal);
      incidents.refused(request, refusal);
    }, states, standstill.check);
    const incidents = new Incidents({ store, execute: (request) => executor.execute(request), ledgerDay: () => executor.currentLedgerDay() });
    return { executor, incidents };
  };
  const BOTH = Symbol('executor and incidents');
  return [
    { provide: RefusalLog, useFactory: () => new RefusalLog(pool) },
    { provide: Standstill, useFactory: () => Standstill.watching(pool) },
    { provide: Presence, useFactory: () => Presence.open(databaseUrl) },
    { provide: StreamStates, inject: [EVENT_STORE, MasterKeys], useFactory: states },
    { provide: BOTH, inject: [EVENT_STORE, RefusalLog, StreamStates, Presence, Standstill], useFactory: both },
    { provide: Executor, inject: [BOTH], useFactory: ({ executor }: ReturnType<typeof both>) => executor },
    { provide: Incidents, inject: [BOTH], useFactory: ({ incidents }: ReturnType<typeof both>) => incidents },
    ExecuteHandler,
  ];
}

/** Signatures, ours and others', and the scrub. */
function sealerProviders({ config }: Ground): Provider[] {
  return config.roles.includes('sealer') ? [Proving, Witnessing] : [];
}

/** Facts, rules and duties. */
function followerProviders({ config }: Ground): Provider[] {
  return config.roles.includes('follower') ? [Following] : [];
}

function controllers({ config }: Ground): Type[] {
  const operations = [HealthController, MetricsController];
  if (!config.roles.includes('api')) return operations;
  return [...operations, ...(config.profile === 'local' ? [AuthController] : []), ...apiControllers()];
}

@Module({})
export class AppModule {
  static on(ground: Ground): DynamicModule {
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot()],
      controllers: controllers(ground),
      providers: [...groundProviders(ground), ...signInProviders(ground), ...limitProviders(ground), ...ledgerProviders(ground), ...executeProviders(ground), ...followerProviders(ground), ...sealerProviders(ground), Progress, Metrics, ...(ground.config.roles.includes('api') ? API_PROVIDERS : [])],
    };
  }
}

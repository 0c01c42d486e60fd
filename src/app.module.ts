/** The only wiring: which providers and controllers a process has, by its configuration. */
import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { Pool } from 'pg';
import { SignedInGuard } from './api/actor';
import { AuthController } from './api/auth.controller';
import { HealthController } from './api/health.controller';
import { Tokens } from './api/sign-in';
import type { Config } from './config';
import { CONFIG, POOL } from './tokens';

/** What is running before Nest is: made and closed by serve.ts, or by a test. */
export interface Ground {
  readonly config: Config;
  readonly pool: Pool;
  /** For those that need connections of their own (the sequencer, listeners). */
  readonly databaseUrl: string;
}

function groundProviders({ config, pool }: Ground): Provider[] {
  return [{ provide: CONFIG, useValue: config }, { provide: POOL, useValue: pool }];
}

function signInProviders({ config }: Ground): Provider[] {
  return [{ provide: Tokens, useFactory: () => new Tokens(config.profile, config.dataDir) }, { provide: APP_GUARD, useClass: SignedInGuard }];
}

/** The event store and the vault. */
function ledgerProviders(_: Ground): Provider[] {
  return [];
}

/** The one command handler. */
function executeProviders(_: Ground): Provider[] {
  return [];
}

/** Facts, rules and duties. */
function followerProviders({ config }: Ground): Provider[] {
  if (!config.roles.includes('follower')) return [];
  return [];
}

function controllers({ config }: Ground): Type[] {
  if (!config.roles.includes('api')) return [HealthController];
  return [HealthController, ...(config.profile === 'local' ? [AuthController] : [])];
}

@Module({})
export class AppModule {
  static on(ground: Ground): DynamicModule {
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot()],
      controllers: controllers(ground),
      providers: [...groundProviders(ground), ...signInProviders(ground), ...ledgerProviders(ground), ...executeProviders(ground), ...followerProviders(ground)],
    };
  }
}

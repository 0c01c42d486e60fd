/** Structured log lines on stdout. Nothing personal may enter: no bodies, no query strings, no messages of the database. */
import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { Config } from './config';

export type { Logger } from 'pino';

/** On a developer's terminal only trouble is logged, between the lines meant for people. */
export const makeLogger = (profile: Config['profile']): Logger =>
  pino({ level: profile === 'production' ? 'info' : 'warn', base: null, timestamp: pino.stdTimeFunctions.isoTime });

/** What may be said of an error nobody foresaw: its kind, code and place. Its message may quote a row. */
export function errorShape(error: unknown): { readonly kind: string; readonly code?: string; readonly at?: string[] } {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = (error as { code?: unknown }).code;
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 8).map((line) => line.trim());
  return { kind: error.name, ...(typeof code === 'string' ? { code } : {}), at };
}

/** Nest's own messages, cut to what a person operating the service needs. */
export function nestLogger(log: Logger): LoggerService {
  const write = (level: 'debug' | 'info' | 'warn' | 'error') => (message: unknown, ...rest: unknown[]): void => {
    const context = rest.at(-1);
    const shape = message instanceof Error ? errorShape(message) : {};
    log[level]({ context: typeof context === 'string' && !context.includes('\n') ? context : undefined, ...shape }, message instanceof Error ? 'error' : String(message));
  };
  return { log: write('debug'), debug: write('debug'), verbose: write('debug'), warn: write('warn'), error: write('error'), fatal: write('error') };
}

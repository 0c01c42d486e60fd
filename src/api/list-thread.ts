/** Has a list read in a thread of its own: hands over bytes and keys, hears how far it is, and always hears an end. */
import * as path from 'node:path';
import { Worker } from 'node:worker_threads';
import { Refused, type FieldError, type RefusalKind, type Text } from '../domain/refused';
import type { DerivedKeys } from '../vault/keys';
import type { ListOrder } from './list-reading';
import type { ListOutcome } from './list-store';
import { NotYet } from './not-yet';

export interface Handed {
  readonly order: ListOrder;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly databaseUrl: string;
  readonly keys: DerivedKeys;
}

/** An error on its way between threads, which do not share classes. */
interface Said {
  readonly refused?: { readonly code: string; readonly text: Text; readonly kind: RefusalKind; readonly errors: readonly FieldError[] };
  readonly name?: string;
  readonly code?: unknown;
  readonly message?: string;
  readonly stack?: string | undefined;
}

export type Told = { readonly progress: object } | { readonly outcome: ListOutcome } | { readonly error: Said };

export function said(error: unknown): Said {
  if (error instanceof Refused) return { refused: { code: error.code, text: error.text, kind: error.kind, errors: error.errors } };
  if (!(error instanceof Error)) return { name: typeof error };
  return { name: error.name, code: (error as { code?: unknown }).code, message: error.message, stack: error.stack };
}

function heard({ refused, ...error }: Said): Error {
  if (refused) return new Refused(refused.code, refused.text, refused.kind, refused.errors);
  return Object.assign(new Error(error.message), error.code === undefined ? {} : { code: error.code }, { name: error.name ?? 'Error', stack: error.stack });
}

/** Far more than the largest list needs, far less than the service may use. */
const HEAP_MIB = 384;
/** Pages live until they are written: with less room for the young they would be copied several times before they die. */
const YOUNG_MIB = 96;

function deathOf(error: unknown): NotYet {
  if ((error as { code?: unknown } | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new NotYet(503, 'list-needs-too-much-memory', { zh: '清单所需内存超过上限;请按乡镇拆分后分批上传', en: 'the list needs more memory than a list may; split it, for instance by township, and upload the parts' }, 1);
  }
  return new NotYet(503, 'list-reading-died', { zh: '读取清单的线程意外终止,没有任何改变;请重新上传', en: 'the thread that read the list died; nothing was changed: upload it again' }, 1);
}

const PROGRAM = path.join(__dirname, `list-thread-program${path.extname(__filename)}`);
/** From the sources, in tests, a thread needs to be told as this process was how they are compiled. */
const SETTINGS = path.extname(PROGRAM) === '.ts' ? { execArgv: process.execArgv } : {};

/** The bytes are moved, not copied: whoever called has them no longer. */
function transferable(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = bytes.buffer instanceof ArrayBuffer && bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return whole ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes);
}

/** A thread that has read a list reads the next one without being loaded and warmed up again. */
const IDLE_MS = 60_000;

interface Resting {
  readonly thread: Worker;
  /** Ends its rest, and what was to happen meanwhile. */
  readonly rise: () => void;
}

let resting: Resting | undefined;

function wake(): Worker {
  const idle = resting;
  if (!idle) return new Worker(PROGRAM, { name: 'list', resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB, maxYoungGenerationSizeMb: YOUNG_MIB }, ...SETTINGS });
  idle.rise();
  idle.thread.ref();
  return idle.thread;
}

/** One rests at most: what it holds in memory goes with it. */
function rest(thread: Worker): void {
  if (resting) {
    void thread.terminate();
    return;
  }
  const rise = (): void => {
    resting = undefined;
    clearTimeout(bedtime);
    thread.off('error', rise).off('exit', rise);
  };
  const bedtime = setTimeout(() => {
    rise();
    void thread.terminate();
  }, IDLE_MS).unref();
  thread.once('error', rise).once('exit', rise).unref();
  resting = { thread, rise };
}

/** A thread that failed, or was stopped, is not used again. */
export function readInThread(handed: Omit<Handed, 'bytes'>, given: Uint8Array, signal: AbortSignal | undefined, say: (progress: object) => void): Promise<ListOutcome> {
  signal?.throwIfAborted();
  const bytes = transferable(given);
  const thread = wake();
  return new Promise<ListOutcome>((resolve, reject) => {
    const ended = (): void => {
      signal?.removeEventListener('abort', onAbort);
      thread.off('message', onMessage).off('error', onDeath).off('exit', onDeath);
    };
    const fail = (error: Error): void => {
      ended();
      // Whatever dies on the way out has been told of.
      thread.on('error', () => undefined);
      void thread.terminate();
      reject(error);
    };
    const onAbort = (): void => { fail(signal?.reason as Error); };
    const onDeath = (error: unknown): void => { fail(deathOf(error)); };
    const onMessage = (told: Told): void => {
      if ('progress' in told) say(told.progress);
      else if ('error' in told) fail(heard(told.error));
      else {
        ended();
        rest(thread);
        resolve(told.outcome);
      }
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    thread.on('message', onMessage).once('error', onDeath).once('exit', onDeath);
    thread.postMessage({ ...handed, bytes } satisfies Handed, [bytes.buffer]);
  });
}

/** A job as server-sent events: how far it is, then one event named after how it ended, and the stream is over. */
import { once } from 'node:events';
import type { Response } from 'express';
import type { Job } from './jobs';

export interface Watched {
  /** The job as its reader may see it. */
  readonly look: () => Promise<Job>;
  /** Resolves when there may be news. */
  readonly news: (signal: AbortSignal) => Promise<void>;
}

/** Lines kept alive through proxies that cut what is silent. */
const SILENT_AT_MOST_MS = 15_000;

/** The connection ends with the stream: a service that shuts down would wait for it to be used again. */
const HEADERS = { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no', Connection: 'close' };

/** Whoever connects again begins with the job as it is then: no event is needed to understand the next. */
export async function streamJob(response: Response, { look, news }: Watched): Promise<void> {
  let job = await look();
  const gone = new AbortController();
  response.once('close', () => { gone.abort(); });
  const isGone = (): boolean => gone.signal.aborted;
  response.status(200).set(HEADERS).flushHeaders();
  const say = async (text: string): Promise<void> => {
    if (!response.write(text)) await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
  };
  let said = '';
  let saidAt = performance.now();
  await say('retry: 2000\n\n');
  while (!isGone()) {
    const data = JSON.stringify(job);
    if (data !== said || performance.now() - saidAt > SILENT_AT_MOST_MS) {
      await say(data === said ? ':\n\n' : `event: ${job.state === 'running' ? 'progress' : job.state}\ndata: ${data}\n\n`);
      said = data;
      saidAt = performance.now();
    }
    if (job.state !== 'running') break;
    await news(gone.signal);
    if (!isGone()) job = await look();
  }
  response.end();
}

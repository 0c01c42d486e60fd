/** Posts a simulated script through the HTTP API, as the demo users, in order; a second run is answered from idempotency. */
import { bytesOf } from './office-file';
import { userOf, type DatedDeed, type Deed, type OfficeFile } from './step';

export interface PostingReport {
  readonly recorded: number;
  readonly replayed: number;
  readonly refused: readonly { readonly key: string; readonly type: string; readonly id: string; readonly code: string; readonly detail: string }[];
}

export interface PostingOptions {
  /** Where the service listens, e.g. http://127.0.0.1:3000 */
  readonly url: string;
  /** Begins every key: two scripts never share one. */
  readonly keyPrefix: string;
  /** The demo users of another county sign in as `clerk@422826`. */
  readonly county: string;
  /** Aborted = stop between two deeds. */
  readonly signal?: AbortSignal;
  /** What hangs on no other: batches of two lanes go side by side where nothing but batches comes between. One after the other where absent. */
  readonly laneOf?: (batchId: string) => string;
  readonly onProgress?: (done: number, total: number, day: string) => void;
}

const BULK_LINES = 1_000;
/** As many files as a service takes in at once. */
const LANES_AT_ONCE = 8;
/** A short list is read in a few milliseconds, a long one in half a minute: the first look comes soon, the next ones each after twice as long. */
const JOB_POLL_FIRST_MS = 4;
const JOB_POLL_MOST_MS = 128;
const JOB_PATIENCE_MS = 120_000;
const BUSY_TRIES = 20;
const EXAMINED_POLL_MS = 500;

export class Poster {
  private readonly tokens = new Map<string, Promise<string>>();
  private recorded = 0;
  private replayed = 0;
  private readonly refused: { key: string; type: string; id: string; code: string; detail: string }[] = [];

  constructor(private readonly options: PostingOptions) {}

  async post(deeds: readonly DatedDeed[]): Promise<PostingReport> {
    for (let at = 0; at < deeds.length;) {
      this.options.signal?.throwIfAborted();
      const first = deeds[at] as DatedDeed;
      let end = at + 1;
      if (first.deed.kind === 'batch') {
        while (this.options.laneOf && end - at < BULK_LINES && deeds[end]?.deed.kind === 'batch') end += 1;
        await this.postBatches(deeds.slice(at, end), at);
      } else {
        while (end - at < BULK_LINES && deeds[end]?.as === first.as && deeds[end]?.deed.kind === 'command') end += 1;
        await this.postCommands(first.as, deeds.slice(at, end), at);
      }
      at = end;
      this.options.onProgress?.(at, deeds.length, first.on);
    }
    return { recorded: this.recorded, replayed: this.replayed, refused: this.refused };
  }

  /** Waits until the rules have judged everything recorded by now; false when they did not in time. */
  async untilExamined(patienceMs = Infinity, tell?: (examined: number, recorded: number) => void): Promise<boolean> {
    const { recorded } = await this.log();
    for (const began = Date.now(); ; await new Promise((resolve) => setTimeout(resolve, EXAMINED_POLL_MS))) {
      const { examined } = await this.log();
      tell?.(examined ?? 0, recorded);
      if ((examined ?? 0) >= recorded) return true;
      if (Date.now() - began > patienceMs) return false;
    }
  }

  private async log(): Promise<{ readonly recorded: number; readonly examined: number | null }> {
    return (await this.read('inspector', '/v1/log')) as { recorded: number; examined: number | null };
  }

  /** A read as one of the demo users; throws where the service says no. */
  async read(as: string, path: string): Promise<unknown> {
    const response = await this.send(as, 'GET', path);
    if (!response.ok) throw new Error(`GET ${path} answered ${String(response.status)}: ${await response.text()}`);
    return response.json();
  }

  private async postCommands(as: string, deeds: readonly DatedDeed[], from: number): Promise<void> {
    const lines = deeds.map(({ deed }, index) => {
      const { type, id, data } = deed as Extract<Deed, { kind: 'command' }>;
      return { key: `${this.options.keyPrefix}-${String(from + index)}`, type, id, data };
    });
    const response = await this.send(as, 'POST', '/v1/commands', lines.map((line) => JSON.stringify(line)).join('\n'), 'application/x-ndjson');
    const answers = (await response.text()).trim().split('\n').map((line) => JSON.parse(line) as { key: string; status: string; code?: string; detail?: string });
    if (answers.length !== lines.length) throw new Error(`asked ${String(lines.length)} commands, ${String(answers.length)} answers: ${JSON.stringify(answers[0])}`);
    answers.forEach((answer, index) => {
      if (answer.status === 'recorded') this.recorded += 1;
      else if (answer.status === 'replayed') this.replayed += 1;
      else this.refused.push({ key: answer.key, type: lines[index]?.type ?? '', id: lines[index]?.id ?? '', code: answer.code ?? '', detail: answer.detail ?? '' });
    });
  }

  /** Each lane in its order. After an error no lane is begun any more. */
  private async postBatches(deeds: readonly DatedDeed[], from: number): Promise<void> {
    const lanes = new Map<string, (() => Promise<void>)[]>();
    deeds.forEach(({ as, deed }, index) => {
      if (deed.kind !== 'batch') return;
      const lane = this.options.laneOf?.(deed.batchId) ?? '';
      lanes.set(lane, [...(lanes.get(lane) ?? []), () => this.postBatch(as, deed, `${this.options.keyPrefix}-${String(from + index)}`)]);
    });
    const waiting = [...lanes.values()];
    const along = async (): Promise<void> => {
      try {
        for (let lane = waiting.shift(); lane; lane = waiting.shift()) for (const post of lane) await post();
      } finally {
        waiting.length = 0;
      }
    };
    await Promise.all(Array.from({ length: Math.min(LANES_AT_ONCE, lanes.size) }, along));
  }

  private async postBatch(as: string, deed: Extract<Deed, { kind: 'batch' }>, key: string): Promise<void> {
    const path = deed.action === 'open' ? '/v1/batches' : `/v1/batches/${deed.batchId}/${deed.action}`;
    const response = deed.file
      ? await this.upload(as, `${path}?name=${encodeURIComponent(deed.file.name)}`, deed.file, key)
      : await this.send(as, 'POST', path, JSON.stringify(deed.action === 'open' ? { id: deed.batchId, ...deed.body } : deed.body ?? {}), 'application/json', key);
    const answer = (await response.json()) as { status?: string | number; code?: string; detail?: string; jobId?: string };
    if (!response.ok) {
      this.refused.push({ key, type: `batch ${deed.action}`, id: deed.batchId, code: answer.code ?? String(response.status), detail: answer.detail ?? '' });
      return;
    }
    if (response.status === 202 && answer.jobId) await this.waitFor(as, answer.jobId, deed.batchId, key);
    if (response.status === 200) this.replayed += 1;
    else this.recorded += 1;
  }

  private async upload(as: string, path: string, file: OfficeFile, key: string): Promise<Response> {
    const type = file.form === 'xlsx' ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv';
    return this.send(as, 'POST', path, await bytesOf(file), type, key);
  }

  private async waitFor(as: string, jobId: string, batchId: string, key: string): Promise<void> {
    for (let waited = 0, pollMs = JOB_POLL_FIRST_MS; waited < JOB_PATIENCE_MS; waited += pollMs, pollMs = Math.min(JOB_POLL_MOST_MS, 2 * pollMs)) {
      const response = await this.send(as, 'GET', `/v1/jobs/${jobId}`);
      const job = (await response.json()) as { state: string; code?: string; detail?: string };
      if (job.state === 'done') return;
      if (job.state === 'failed' || job.state === 'stopped') {
        this.refused.push({ key, type: 'batch file', id: batchId, code: job.code ?? job.state, detail: job.detail ?? '' });
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    throw new Error(`job ${jobId} of batch ${batchId} did not end`);
  }

  private async send(as: string, method: string, path: string, body?: string | Buffer, type?: string, key?: string): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${await this.token(as)}` };
    if (type) headers['content-type'] = type;
    if (key) headers['idempotency-key'] = key;
    for (let tries = 1; ; tries += 1) {
      const response = await fetch(this.options.url + path, { method, headers, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }) });
      if (response.status !== 503 || tries === BUSY_TRIES) return response;
      await new Promise((resolve) => setTimeout(resolve, 1000 * Number(response.headers.get('retry-after') ?? '1')));
    }
  }

  private token(as: string): Promise<string> {
    const username = userOf(as, this.options.county);
    const known = this.tokens.get(username);
    if (known) return known;
    const asked = fetch(`${this.options.url}/v1/auth/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username, password: 'demo' }) })
      .then(async (response) => ((await response.json()) as { accessToken: string }).accessToken);
    this.tokens.set(username, asked);
    return asked;
  }
}

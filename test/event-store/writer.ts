/** Starts writer-child.ts and collects what it was answered; and checks a ledger against such answers. */
import { spawn, type ChildProcess } from 'node:child_process';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import type { Pool } from 'pg';

export interface Answer {
  readonly key: string;
  readonly status: string;
  readonly firstPosition: number;
  readonly lastPosition: number;
}

export interface Writer {
  readonly process: ChildProcess;
  readonly answers: readonly Answer[];
  /** Name of the error that ended it. */
  readonly failed: () => string | undefined;
  readonly ended: Promise<void>;
  answered(atLeast: number): Promise<void>;
}

export function startWriter(url: string, name: string, clients = 8): Writer {
  const child = spawn(process.execPath, ['-r', path.join(__dirname, '..', 'support', 'typescript-child.cjs'), path.join(__dirname, 'writer-child.ts'), url, name, String(clients)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const answers: Answer[] = [];
  let failed: string | undefined;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    let said: Answer & { failed?: string };
    try {
      said = JSON.parse(line) as Answer & { failed?: string };
    } catch {
      return; // a line cut short by a kill was never an answer
    }
    if (said.failed !== undefined) failed = said.failed;
    else answers.push(said);
  });
  const ended = new Promise<void>((resolve) => lines.once('close', () => { resolve(); }));
  const answered = async (atLeast: number): Promise<void> => {
    while (answers.length < atLeast && failed === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  return { process: child, answers, failed: () => failed, ended, answered };
}

/** The ledger is whole: dense positions and revisions, head, streams and keys agree with the events, every answer is true. */
export async function expectWhole(pool: Pool, answers: readonly Answer[]): Promise<void> {
  const { rows: [ledger] } = await pool.query<Record<string, string>>(`
    SELECT (SELECT size FROM ledger.log_head) AS size, (SELECT last_us FROM ledger.log_head) AS clock,
      (SELECT count(*) FROM ledger.event) AS events, (SELECT coalesce(max(position) + 1, 0) FROM ledger.event) AS after_last,
      (SELECT coalesce(max(recorded_us), 0) FROM ledger.event) AS last_us,
      (SELECT coalesce(sum(n), 0) FROM ledger.append_key) AS keyed,
      (SELECT coalesce(sum(revision + 1), 0) FROM ledger.stream) AS streamed,
      (SELECT count(*) FROM (SELECT recorded_us - lag(recorded_us) OVER (ORDER BY position) AS step FROM ledger.event) t WHERE step <= 0) AS backward,
      (SELECT count(*) FROM (SELECT stream_id FROM ledger.event GROUP BY stream_id HAVING max(revision) + 1 <> count(*)) t) AS holed`);
  expect(ledger).toEqual({
    size: ledger?.['events'], clock: ledger?.['last_us'], events: ledger?.['events'], after_last: ledger?.['events'], last_us: ledger?.['last_us'],
    keyed: ledger?.['events'], streamed: ledger?.['events'], backward: '0', holed: '0',
  });
  const { rows: keys } = await pool.query<{ key: string; first_position: string; n: number }>('SELECT key, first_position, n FROM ledger.append_key');
  const places = new Map(keys.map((row) => [row.key, [Number(row.first_position), Number(row.first_position) + row.n - 1]]));
  const untrue = answers.filter(({ key, firstPosition, lastPosition }) => String(places.get(key)) !== String([firstPosition, lastPosition]));
  expect(untrue).toEqual([]);
}

/** `mingzhang call USER METHOD PATH [BODY]`: one request as a demo user of the local profile, the answer indented; what the tour in README speaks. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { readConfig } from '../config';
import { BadUse, type Command, type ExitCode, type Given } from './command';

const TYPES: Readonly<Record<string, string>> = {
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', '.csv': 'text/csv', '.txt': 'text/plain', '.ndjson': 'application/x-ndjson', '.json': 'application/json',
};

async function signIn(url: string, username: string): Promise<string> {
  const response = await fetch(`${url}/v1/auth/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username, password: 'demo' }) });
  if (!response.ok) throw new BadUse(`${username} could not sign in: ${String(response.status)} ${await response.text()}`);
  return ((await response.json()) as { accessToken: string }).accessToken;
}

async function bodyOf(given: Given): Promise<{ body?: string | Uint8Array<ArrayBuffer>; type?: string }> {
  const file = given.options.file as string | undefined;
  if (file !== undefined) return { body: new Uint8Array(await fs.readFile(file)), type: TYPES[path.extname(file)] ?? 'application/octet-stream' };
  const text = given.words[3];
  return text === undefined ? {} : { body: text, type: text.includes('\n') ? 'application/x-ndjson' : 'application/json' };
}

function shown(text: string, type: string): string {
  if (type.includes('ndjson') || !type.includes('json')) return text.trimEnd();
  return JSON.stringify(JSON.parse(text), null, 2);
}

const JOB_LOOKS = 600;

/** Asks after the job of an upload until it is done, failed or stopped. */
async function jobEnd(url: string, accepted: Response, headers: Record<string, string>): Promise<Response> {
  const { jobId } = (await accepted.json()) as { jobId: string };
  for (let looks = 1; ; looks += 1) {
    const answer = await fetch(`${url}/v1/jobs/${jobId}`, { headers: { authorization: headers.authorization ?? '' } });
    const { state } = (await answer.clone().json()) as { state?: string };
    if (state === undefined || ['done', 'failed', 'stopped'].includes(state) || looks === JOB_LOOKS) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function run(given: Given): Promise<ExitCode> {
  const [user, method, to] = given.words;
  if (user === undefined || method === undefined || !to?.startsWith('/')) throw new BadUse('say who, how and where, e.g. call clerk GET /v1/log');
  const url = (given.options.url as string | undefined) ?? `http://127.0.0.1:${String(readConfig().port)}`;
  const { body, type } = await bodyOf(given);
  const headers: Record<string, string> = { authorization: `Bearer ${await signIn(url, user)}` };
  if (type !== undefined) headers['content-type'] = type;
  if (given.options.key !== undefined) headers['idempotency-key'] = String(given.options.key);
  let response = await fetch(url + to, { method, headers, ...(body === undefined ? {} : { body }) });
  if (given.options.wait === true && response.status === 202) response = await jobEnd(url, response, headers);
  given.out(`${String(response.status)} ${response.statusText}`);
  const save = given.options.save as string | undefined;
  if (save !== undefined && response.ok) await fs.writeFile(save, new Uint8Array(await response.arrayBuffer()));
  else given.out(shown(await response.text(), response.headers.get('content-type') ?? ''));
  return response.ok ? 0 : 1;
}

const call: Command = {
  summary: 'send one request as a demo user and show the answer',
  words: 'USER METHOD PATH [BODY]',
  options: {
    url: { type: 'string', meaning: 'where the service listens (http://127.0.0.1:PORT)' },
    key: { type: 'string', meaning: 'idempotency key' },
    file: { type: 'string', meaning: 'file to send as the body' },
    save: { type: 'string', meaning: 'file the answer goes to, as it came' },
    wait: { type: 'boolean', meaning: 'after an upload, wait for its job and show that' },
  },
  run,
};
export default call;

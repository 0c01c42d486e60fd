/** The whole service as a process of its own on a database of the bench, and its users over HTTP. */
'use strict';
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');

const usual = path.join(__dirname, '.build', 'src', 'main.js');
let made = 0;

/** Settings of whoever runs the bench must not leak in. */
const cleanEnvironment = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(MINGZHANG_|PORT$|HOST$|DATA_DIR$|DATABASE_URL$|EVENT_STORE$|MASTER_KEY_FILE$)/.test(name)));

/** Resident memory in MiB, now or at its highest; the system keeps both. */
function memoryMiB(pid, line = 'VmRSS') {
  const found = new RegExp(`^${line}:\\s+(\\d+) kB`, 'm').exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(found[1]) / 1024);
}

/** `environment` adds settings, e.g. `{ MINGZHANG_ROLES: 'api' }`; `program` is run in the place of the service. Answers `{ url, pid, peakMiB(), as(user), stop() }`. */
async function startService(server, databaseUrl, environment = {}, program = usual) {
  const dataDir = environment.DATA_DIR ?? path.join(server.folder, `service-${made += 1}`);
  const child = spawn(process.execPath, [program], {
    env: { ...cleanEnvironment(), DATABASE_URL: databaseUrl, DATA_DIR: dataDir, MINGZHANG_DEMO: 'off', MINGZHANG_REQUESTS_PER_MINUTE: '0', PORT: '0', ...environment }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let ended = false;
  const end = new Promise((resolve) => child.once('exit', () => resolve((ended = true))));
  const url = await new Promise((resolve, reject) => {
    const hear = (chunk) => {
      const found = /明账 is at http:\/\/localhost:(\d+)/.exec((said += chunk));
      if (found) resolve(`http://127.0.0.1:${found[1]}`);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void end.then(() => reject(new Error(`the service ended before it served: ${said}`)));
  });
  const tokens = new Map();
  const signIn = async (user) => {
    if (!tokens.has(user)) {
      const response = await fetch(`${url}/v1/auth/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: user, password: 'demo' }) });
      tokens.set(user, `Bearer ${(await response.json()).accessToken}`);
    }
    return tokens.get(user);
  };
  const agent = new http.Agent({ keepAlive: true });
  return {
    url, dataDir, pid: child.pid, signIn,
    /** One command as a demo user over a kept connection, at half of what `as` costs: whoever sends hundreds a second works on the processors that are measured. */
    commanding: (user) => async (command) => {
      const authorization = await signIn(user);
      return new Promise((resolve, reject) => {
        const request = http.request(`${url}/v1/commands`, { method: 'POST', agent, headers: { authorization, 'content-type': 'application/json' } }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk) => (text += chunk)).on('end', () => (response.statusCode < 300 ? resolve(JSON.parse(text)) : reject(new Error(`${user}: ${response.statusCode} ${text.slice(0, 500)}`))));
        });
        request.on('error', reject).end(JSON.stringify(command));
      });
    },
    memoryMiB: () => memoryMiB(child.pid), peakMiB: () => memoryMiB(child.pid, 'VmHWM'),
    /** One request as a demo user; an answer other than 2xx is an error of the bench. */
    as: (user) => async (method, to, body, headers = {}) => {
      const isBytes = body instanceof Uint8Array || typeof body === 'string';
      const response = await fetch(url + to, {
        method, headers: { authorization: await signIn(user), ...(body === undefined || isBytes ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: isBytes ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${user} ${method} ${to}: ${response.status} ${text.slice(0, 500)}`);
      return text === '' ? undefined : (response.headers.get('content-type') ?? '').includes('json') && !(response.headers.get('content-type') ?? '').includes('ndjson') ? JSON.parse(text) : text;
    },
    async stop() {
      agent.destroy();
      if (!ended) child.kill('SIGTERM');
      await end;
    },
  };
}

module.exports = { startService };

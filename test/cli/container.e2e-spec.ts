/** No engine runs here, so the image itself is not built: but what its Dockerfile copies must be enough to serve, and what compose sets must exist. */
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { settings } from '../../src/config';
import { freshDatabase, type TestDatabase } from '../support/database';
import { runMingzhang, temporaryFolder } from '../support/running-service';

jest.setTimeout(240_000);

const root = path.resolve(__dirname, '..', '..');
const dockerfile = fs.readFileSync(path.join(root, 'Dockerfile'), 'utf8');
let image: string;
let database: TestDatabase;

beforeAll(async () => {
  // Builds dist/ where it is not built yet.
  await runMingzhang(['--help']);
  image = temporaryFolder();
  database = await freshDatabase('empty');
  for (const [, what] of dockerfile.matchAll(/^COPY --from=build (.+) \S+$/gm)) {
    for (const file of (what as string).split(' ').map((name) => path.basename(name))) {
      if (file === 'node_modules') fs.symlinkSync(path.join(root, file), path.join(image, file));
      else fs.cpSync(path.join(root, file), path.join(image, file), { recursive: true });
    }
  }
});
afterAll(async () => {
  await database.drop();
  fs.rmSync(image, { recursive: true, force: true });
});

const environment = (): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], DATABASE_URL: database.url, DATA_DIR: path.join(image, 'data'), PORT: '0', MINGZHANG_DEMO: 'off' });

describe('the files of the image', () => {
  it('serve by the command the image runs', async () => {
    const [program, ...args] = JSON.parse(/^CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]') as string[];
    const child = spawn(program === 'node' ? process.execPath : String(program), args, { cwd: image, env: environment(), stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    try {
      const url = await new Promise<string>((resolve, reject) => {
        const hear = (chunk: Buffer): void => {
          const found = /明账 is at (http:\S+)/.exec((said += chunk.toString()))?.[1];
          if (found) resolve(found);
        };
        child.stdout.on('data', hear);
        child.stderr.on('data', hear);
        child.once('exit', () => { reject(new Error(said)); });
      });
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    } finally {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    }
  });

  it('hold the command line, which builds and installs nothing there', () => {
    const answer = spawnSync(process.execPath, [path.join(image, 'bin', 'mingzhang.js'), 'config', '--json'], { cwd: image, env: environment(), encoding: 'utf8' });
    expect(answer.stderr).toBe('');
    expect(answer.status).toBe(0);
  });
});

describe('docker-compose.yml', () => {
  it('sets nothing the service does not know', () => {
    const compose = fs.readFileSync(path.join(root, 'docker-compose.yml'), 'utf8');
    const set = [...compose.matchAll(/(?:^\s+|[{,] )([A-Z][A-Z_]+):/gm)].map(([, name]) => name as string).filter((name) => !name.startsWith('POSTGRES_'));
    expect(set.length).toBeGreaterThan(3);
    for (const name of set) expect(settings.map((setting) => setting.name)).toContain(name);
  });
});

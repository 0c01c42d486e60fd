/** Gives a test the whole service over HTTP on a database of its own. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { asOurs } from '../../src/api/http';
import { AppModule } from '../../src/app.module';
import { readConfig } from '../../src/config';
import { makeLogger } from '../../src/log';
import { freshDatabase, type TestDatabase } from './database';

export interface TestApp {
  readonly database: TestDatabase;
  readonly app: NestExpressApplication;
  readonly dataDir: string;
  /** `clerk`, or `clerk@422826`. */
  as(user: string): Promise<Session>;
  stop(): Promise<void>;
}

export interface Session {
  get(path: string): request.Test;
  post(path: string): request.Test;
  /** Sends one command; the key is its own name and id unless given. */
  send(type: string, id: string, data: object, key?: string): request.Test;
}

/** `api` alone begins with an empty ledger at position 0; with `follower` the rules are released first and judge. `settings` as in the environment. */
export async function testApp(roles = 'api', settings: Readonly<Record<string, string>> = {}): Promise<TestApp> {
  const database = await freshDatabase();
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'mingzhang-test-'));
  const config = readConfig({ DATABASE_URL: database.url, DATA_DIR: dataDir, MINGZHANG_DEMO: 'off', MINGZHANG_ROLES: roles, PORT: '0', ...settings });
  const app = await NestFactory.create<NestExpressApplication>(AppModule.on({ config, pool: database.pool, databaseUrl: database.url }), { bodyParser: false, abortOnError: false, logger: ['error'] });
  asOurs(app, makeLogger('local'));
  await app.listen(0, '127.0.0.1');
  const server = app.getHttpServer();
  const sessions = new Map<string, Session>();
  const as = async (user: string): Promise<Session> => {
    const known = sessions.get(user);
    if (known) return known;
    const { body } = await request(server).post('/v1/auth/token').send({ username: user, password: 'demo' }).expect(200);
    const bearer = `Bearer ${(body as { accessToken: string }).accessToken}`;
    const session: Session = {
      get: (to) => request(server).get(to).set('Authorization', bearer),
      post: (to) => request(server).post(to).set('Authorization', bearer),
      send: (type, id, data, key = `${type}-${id}`) => request(server).post('/v1/commands').set('Authorization', bearer).send({ key, type, id, data }),
    };
    sessions.set(user, session);
    return session;
  };
  const stop = async (): Promise<void> => {
    await app.close();
    await database.drop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  };
  return { database, app, dataDir, as, stop };
}

/** One import of registers at a time: what stands is compared and changed by nobody else meanwhile, in this process or another. */
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Refused } from '../domain/refused';
import { POOL } from '../tokens';

const TRIES = 150;
const PAUSE_MS = 200;

@Injectable()
export class RegisterTurns {
  private last: Promise<void> = Promise.resolve();

  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** In this process all imports take turns, so that however many wait, one connection is held. */
  async take<T>(kind: string, region: string, work: () => Promise<T>): Promise<T> {
    const before = this.last;
    let done: () => void = () => undefined;
    this.last = new Promise((resolve) => (done = resolve));
    await before;
    try {
      return await this.alone(`register|${kind}|${region}`, work);
    } finally {
      done();
    }
  }

  /** Another process may hold the same register: the lock is its session's, and ends with it. */
  private async alone<T>(name: string, work: () => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    const session = { lost: false };
    // Nobody asks this connection anything while the work lasts, so nobody else would hear that it broke.
    const onLost = (): void => {
      session.lost = true;
    };
    client.on('error', onLost);
    try {
      for (let tries = 0; !(await tryLock(client, name)); tries += 1) {
        if (tries === TRIES) throw new Refused('register-busy', { zh: '该名册正在由另一任务导入,请稍后重试', en: 'another job is importing this register: try again shortly' });
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
      try {
        return await work();
      } finally {
        if (!session.lost) await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name]);
      }
    } finally {
      client.off('error', onLost);
      client.release(session.lost);
    }
  }
}

async function tryLock(client: { query(text: string, values: readonly unknown[]): Promise<{ rows: unknown[] }> }, name: string): Promise<boolean> {
  const { rows } = await client.query('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken', [name]);
  return (rows[0] as { taken: boolean }).taken;
}

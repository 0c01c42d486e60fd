/** Tells a coverage story to the running service and looks at what follows. */
import type { Session, TestApp } from '../support/app';
import { addDays } from '../../src/simulate/step';
import type { AnswerHolds, Call, DaysEnd, Given, RowsHold, Step, Story } from './story';

/** The ledger has one calendar: stories share it, and each may move it on. */
export class Teller {
  private endedUntil: string | undefined;
  private position = 0;
  private calls = 0;

  constructor(private readonly service: TestApp) {}

  async tell(story: Story): Promise<void> {
    for (const given of story.given) await this.happen(given);
    await this.step(story.when);
    for (const then of story.then) await ('sql' in then ? this.rowsHold(then) : this.answerHolds(then));
  }

  private async happen(given: Given): Promise<void> {
    if ('until' in given) return this.endDays(given);
    if ('post' in given) return this.call(given);
    return this.step(given);
  }

  private session(user: string): Promise<Session> {
    return this.service.as(user);
  }

  private async step({ by, type, id, data, refused }: Step): Promise<void> {
    this.calls += 1;
    const answer = await (await this.session(by)).send(type, id, data, `story-${String(this.calls)}`);
    const body = answer.body as { position?: number; code?: string };
    const found = answer.status < 300 ? 'recorded' : `${String(body.code)}: ${answer.text}`;
    if (refused === undefined ? answer.status >= 300 : body.code !== refused) throw new Error(`${type} ${id} by ${by}: ${found}; told: ${refused ?? 'recorded'}`);
    this.position = Math.max(this.position, body.position ?? 0);
  }

  private async call({ by, post, body }: Call): Promise<void> {
    this.calls += 1;
    const answer = await (await this.session(by)).post(post).set('Idempotency-Key', `story-${String(this.calls)}`).send(body);
    if (answer.status >= 300) throw new Error(`${post}: ${String(answer.status)} ${answer.text}`);
    this.position = Math.max(this.position, (answer.body as { position?: number }).position ?? 0);
  }

  private async endDays({ until }: DaysEnd): Promise<void> {
    const first = this.endedUntil === undefined ? until : addDays(this.endedUntil, 1);
    for (let day = first; day <= until; day = addDays(day, 1)) {
      await this.step({ by: 'admin', type: 'EndDay', id: 'ledger', data: { occurredOn: day } });
      this.endedUntil = day;
    }
  }

  /** Facts are awaited up to the last position told. */
  private async rowsHold({ sql, rows }: RowsHold): Promise<void> {
    await (await this.session('auditor')).get(`/v1/flags?limit=1&minPosition=${String(this.position)}`).expect(200);
    const { rows: found } = await this.service.database.pool.query<Record<string, unknown>>(`select to_jsonb(found) as row from (${sql}) found`, [this.position]);
    expect(found.map(({ row }) => row)).toEqual(rows);
  }

  private async answerHolds({ by, get, holds }: AnswerHolds): Promise<void> {
    const answer = await (await this.session(by)).get(`${get}${get.includes('?') ? '&' : '?'}minPosition=${String(this.position)}`);
    if (answer.status !== 200) throw new Error(`${get}: ${String(answer.status)} ${answer.text}`);
    expect(answer.body).toMatchObject(holds);
  }
}

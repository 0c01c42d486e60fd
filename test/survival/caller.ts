/** A client that is not to be shaken off: sends one request under one key to any living service until it has an answer, and keeps every answer. */
import { setTimeout as pause } from 'node:timers/promises';

export interface Ack {
  readonly key: string;
  readonly position: number;
}

interface Answered {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** What may be said of trouble that passes: not now, or too many at once. */
const passing = (status: number, code: unknown): boolean => status === 503 || status === 425 || status === 429 || code === 'stream-busy' || code === 'register-busy';

export class Caller {
  readonly acks: Ack[] = [];
  /** Answers nobody should get, whatever was killed. */
  readonly untoward: string[] = [];
  /** Requests that got no answer, or were told to come again. */
  sentAgain = 0;
  private readonly tokens = new Map<string, string>();
  private readonly waiting: { readonly count: number; readonly done: () => void }[] = [];
  private turn = 0;

  /** `doors`: addresses of the services up now. */
  constructor(private readonly doors: () => readonly string[]) {}

  /** Resolves when so many more answers have come. */
  answers(more: number): Promise<void> {
    return new Promise((done) => this.waiting.push({ count: this.acks.length + more, done }));
  }

  async signIn(users: readonly string[]): Promise<void> {
    for (const user of users) {
      const { body } = await this.once('POST', '/v1/auth/token', JSON.stringify({ username: user, password: 'demo' }), { 'content-type': 'application/json' });
      this.tokens.set(user, String(body['accessToken']));
    }
  }

  /** Answers the position it was recorded at. */
  async keep(user: string, route: string, body: object, key: string): Promise<number> {
    const answer = await this.send(user, route, JSON.stringify(body), { 'content-type': 'application/json', 'idempotency-key': key });
    const position = Number(answer['position']);
    this.acks.push({ key, position });
    for (const one of this.waiting.filter(({ count }) => count <= this.acks.length)) {
      this.waiting.splice(this.waiting.indexOf(one), 1);
      one.done();
    }
    return position;
  }

  command(user: string, type: string, id: string, data: object): Promise<number> {
    const key = `${type}-${id}-${(data as { occurredOn?: string }).occurredOn ?? ''}`;
    return this.keep(user, '/v1/commands', { key, type, id, data }, key);
  }

  /** Without a key: what may be done twice and stands once. */
  send(user: string, route: string, body: string | undefined, headers: Readonly<Record<string, string>> = {}): Promise<Record<string, unknown>> {
    return this.patiently(body === undefined ? 'GET' : 'POST', route, body, { ...headers, authorization: `Bearer ${this.tokens.get(user) ?? ''}` });
  }

  private async patiently(method: string, route: string, body: string | undefined, headers: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
    for (;;) {
      const answer = await this.once(method, route, body, headers).catch(() => undefined);
      if (answer && answer.status < 300) return answer.body;
      const { status = 0, body: said = {} } = answer ?? {};
      if (answer && !passing(status, said['code'])) {
        this.untoward.push(`${method} ${route}: ${String(status)} ${String(said['code'])} ${String(said['detail'])}`);
        throw new Error(this.untoward.at(-1));
      }
      this.sentAgain += 1;
      await pause(30);
    }
  }

  private async once(method: string, route: string, body: string | undefined, headers: Readonly<Record<string, string>>): Promise<Answered> {
    const doors = this.doors();
    if (doors.length === 0) throw new Error('no service is up');
    const url = doors[(this.turn += 1) % doors.length] as string;
    const response = await fetch(`${url}${route}`, { method, headers, ...(body === undefined ? {} : { body }), signal: AbortSignal.timeout(45_000) });
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {} };
  }
}

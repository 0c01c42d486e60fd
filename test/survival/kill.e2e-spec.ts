/** Services and their database killed, stopped and cut off at random moments under the load of a county: every answer stays true, nothing stands twice, what is derived is what an undisturbed follower makes. */
import { seed } from '../support/story';
import { startServer, type Server } from './ground';
import { era } from './rounds';

const asked = process.env['MINGZHANG_SURVIVAL_ROUNDS'] ?? (process.env['MINGZHANG_TEST_LONG'] === 'on' ? '100' : '8');
const rounds = Number(asked);
/** Small databases are compared fast. */
const roundsInEra = 100;
const eras = Math.ceil(rounds / roundsInEra);

jest.setTimeout(180_000 + Math.min(rounds, roundsInEra) * 30_000);

const say = (line: string): void => void process.stderr.write(`${line}\n`);

describe(`${asked} rounds of dying`, () => {
  let server: Server;
  beforeAll(async () => (server = await startServer()));
  afterAll(() => server.remove());

  it.each(Array.from({ length: eras }, (_, index) => seed + index))('leave everything true (seed %i)', async (each) => {
    const index = each - seed;
    const found = await era(server, { name: `era_${String(index)}`, seed: each, rounds: Math.min(roundsInEra, rounds - index * roundsInEra), roles: ['api,follower', 'api,follower'], say });
    say(`era_${String(index)} seed ${String(each)}: ${String(found.events)} events, ${String(found.answers)} answers true, ${String(found.sentAgain)} requests sent again`);
    expect(found.events).toBeGreaterThan(found.answers);
  });
});

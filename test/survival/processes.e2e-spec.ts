/** The parts of the service in processes of their own, two of each, on one database: whichever dies, stops or is cut off, the others go on, and the end is the same. */
import { seed } from '../support/story';
import { startServer, type Server } from './ground';
import { era } from './rounds';

jest.setTimeout(300_000);

describe('two processes for requests and two that follow', () => {
  let server: Server;
  beforeAll(async () => (server = await startServer()));
  afterAll(() => server.remove());

  it('serve one county together while leaders and others are killed', async () => {
    const ends = ['leader killed', 'service stopped a while', 'leader stopped', 'service killed', 'leader killed'];
    const found = await era(server, { name: 'apart', seed, rounds: ends.length, ends, roles: ['api', 'api', 'follower', 'follower'], say: (line) => void process.stderr.write(`${line}\n`) });
    expect(found.events).toBeGreaterThan(found.answers);
  });
});

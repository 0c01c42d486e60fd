/** Stands for election in a process of its own, to be stopped and killed: says when it leads and when it rests. */
import { Leadership } from '../../src/event-store/leadership';

const [url = '', name = ''] = process.argv.slice(2);
const say = (word: string): void => void process.stdout.write(`${word}\n`);

new Leadership({
  connection: { connectionString: url }, name, timing: { askEveryMs: 50, lapseMs: 1_000 },
  lead: () => { say('leads'); },
  rest: () => {
    say('rests');
    return Promise.resolve();
  },
}).start();

/** `mingzhang load DIR`: posts through the API what `simulate` wrote; a second run is answered from idempotency and adds nothing. */
import { readConfig } from '../config';
import { Poster } from '../simulate/post';
import { readScript } from '../simulate/script-folder';
import { BadUse, type Command, type ExitCode, type Given } from './command';

async function run(given: Given): Promise<ExitCode> {
  const folder = given.words[0];
  if (folder === undefined) throw new BadUse('name the folder that simulate wrote');
  const url = (given.options.url as string | undefined) ?? `http://127.0.0.1:${String(readConfig().port)}`;
  const { deeds, keyPrefix } = await readScript(folder);
  const county = (given.options.county as string | undefined) ?? '422899';
  const poster = new Poster({ url, keyPrefix, county, onProgress: (done, total, day) => { given.tell(`${String(done)} of ${String(total)} deeds, ${day}`); } });
  const report = await poster.post(deeds);
  if (given.options.json === true) given.out(JSON.stringify(report));
  else {
    given.out(`${String(report.recorded)} recorded, ${String(report.replayed)} answered again, ${String(report.refused.length)} refused`);
    for (const refusal of report.refused.slice(0, 20)) given.out(`  ${refusal.type} ${refusal.id}: ${refusal.code} ${refusal.detail}`);
  }
  return report.refused.length > 0 ? 2 : 0;
}

const load: Command = {
  summary: 'post through the API what simulate wrote',
  words: 'DIR',
  options: { url: { type: 'string', meaning: 'where the service listens (http://127.0.0.1:PORT)' }, county: { type: 'string', meaning: 'county whose demo users post (422899)' } },
  run,
};
export default load;

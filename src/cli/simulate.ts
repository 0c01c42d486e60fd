/** `mingzhang simulate`: writes a test county's fiscal year as commands and office files, the same for the same seed. */
import { DEMO_COUNTY, FULL_COUNTY, simulateCountyYear } from '../simulate/county-year';
import { writeBeside, writeScript } from '../simulate/script-folder';
import { BadUse, wholeOption, type Command, type ExitCode, type Given } from './command';

async function run(given: Given): Promise<ExitCode> {
  const county = (given.options.county as string | undefined) ?? DEMO_COUNTY.county;
  if (!/^\d{6}$/.test(county)) throw new BadUse('--county takes a county code of six digits');
  const usual = given.options['full'] === true ? FULL_COUNTY : DEMO_COUNTY;
  const wish = {
    ...usual, seed: wholeOption(given, 'seed', usual.seed), county, townships: wholeOption(given, 'townships', usual.townships), villagesEach: wholeOption(given, 'villages', usual.villagesEach),
    households: wholeOption(given, 'households', usual.households), projects: wholeOption(given, 'projects', usual.projects), loans: wholeOption(given, 'loans', usual.loans),
    ...(given.options['list-lines'] === undefined ? {} : { listLines: Math.max(1, wholeOption(given, 'list-lines', 1)) }),
  };
  const folder = (given.options.out as string | undefined) ?? `county-${county}-${String(wish.seed)}`;
  const script = simulateCountyYear(wish);
  const written = await writeScript(folder, script.deeds);
  await writeBeside(folder, 'planted.ndjson', script.planted.map((each) => `${JSON.stringify(each)}\n`).join(''));
  const answer = { folder, county, seed: wish.seed, ...written, planted: script.planted.length };
  given.out(given.options.json === true ? JSON.stringify(answer) : `${folder}: ${String(written.deeds)} deeds, ${String(written.files)} files; ${String(answer.planted)} anomalies planted (listed in ${folder}.planted.ndjson)`);
  return 0;
}

const simulate: Command = {
  summary: 'write a test county of invented people: its fiscal year as commands and office files',
  options: {
    seed: { type: 'string', meaning: 'the same seed writes the same county (2018)' },
    out: { type: 'string', meaning: 'folder to write to (county-CODE-SEED)' },
    county: { type: 'string', meaning: 'county code of six digits (422899)' },
    townships: { type: 'string', meaning: 'townships (3)' },
    villages: { type: 'string', meaning: 'villages of each township (4)' },
    households: { type: 'string', meaning: 'households (240)' },
    projects: { type: 'string', meaning: 'projects (10)' },
    loans: { type: 'string', meaning: 'loans in order (24)' },
    full: { type: 'boolean', meaning: 'a county of full size: 13 townships, 260 villages, 21,000 households, 40 programmes, over 300,000 lines, 400 projects, and all that is recorded besides' },
    'list-lines': { type: 'string', meaning: 'lists longer than this are handed in by parts (whole)' },
  },
  run,
};
export default simulate;

/** A small simulated county on a whole service, most of its year posted; what was not yet sent is a store of valid requests, one of each kind at least. */
import { allCommands } from '../../src/domain/nouns';
import { simulateCountyYear, type CountyYear } from '../../src/simulate/county-year';
import { bytesOf } from '../../src/simulate/office-file';
import { Poster } from '../../src/simulate/post';
import type { DatedDeed, Deed } from '../../src/simulate/step';
import { testApp, type TestApp } from '../support/app';
import { personalIn, type PersonalOfScript } from '../support/personal-in-script';
import { sampleOf } from '../support/sample';

export const HOME: CountyYear = { seed: 41, county: '422899', townships: 1, villagesEach: 2, households: 24, projects: 3, loans: 4 };

/** The day the posting stops at. */
const CUT = '2018-04-01';

export interface Sendable {
  readonly as: string;
  readonly body: object | Buffer;
  readonly name?: string;
}

export interface County {
  readonly service: TestApp;
  readonly port: number;
  readonly personal: PersonalOfScript;
  /** By operation (`post /v1/batches/{id}/file`), requests nobody has sent yet; each with the id its path names. */
  readonly unsent: ReadonlyMap<string, readonly (Sendable & { readonly id: string })[]>;
  /** Ids by noun of route (`batches`), as far as the script knows them. */
  readonly ids: ReadonlyMap<string, readonly string[]>;
  token(user: string): Promise<string>;
}

type BatchDeed = Extract<Deed, { kind: 'batch' }>;

const operationOf = ({ action }: BatchDeed): string => (action === 'open' ? 'post /v1/batches' : `post /v1/batches/{id}/${action}`);

/** Batches left off at different steps, so that for each step there is one whose turn it is. */
function heldBack(deeds: readonly DatedDeed[]): { post: readonly DatedDeed[]; keep: readonly DatedDeed[] } {
  const batches = [...new Set(deeds.flatMap(({ deed }) => (deed.kind === 'batch' && deed.action === 'open' ? [deed.batchId] : [])))];
  const seen = new Map<string, number>();
  const post: DatedDeed[] = [];
  const keep: DatedDeed[] = [];
  for (const each of deeds) {
    if (each.deed.kind === 'batch') {
      const { batchId } = each.deed;
      const step = (seen.get(batchId) ?? 0) + 1;
      seen.set(batchId, step);
      // The first batch goes through whole; of the others the n-th stops after n steps.
      const steps = batches.indexOf(batchId) === 0 ? Infinity : (batches.indexOf(batchId) - 1) % 7;
      (step <= steps ? post : keep).push(each);
    } else (each.on < CUT ? post : keep).push(each);
  }
  return { post, keep };
}

async function sendable({ as, deed }: DatedDeed): Promise<{ operation: string; sendable: Sendable & { id: string } }> {
  if (deed.kind === 'command') return { operation: 'post /v1/commands', sendable: { as, id: deed.id, body: { type: deed.type, id: deed.id, data: deed.data } } };
  const operation = operationOf(deed);
  if (deed.file) return { operation, sendable: { as, id: deed.batchId, body: await bytesOf(deed.file), name: deed.file.name } };
  return { operation, sendable: { as, id: deed.batchId, body: deed.action === 'open' ? { id: deed.batchId, ...deed.body } : (deed.body ?? {}) } };
}

/** Every command there is, of the simulator's making where it makes one, else well formed and no more. */
function samples(): (Sendable & { id: string })[] {
  return allCommands().filter(({ rule }) => rule.by.length > 0).flatMap(({ type, rule, nouns }) => nouns.map((noun) => {
    const id = nouns.length > 1 || /Disclosure$/.test(type) ? `${noun}-sample` : 'sample';
    return { as: String(rule.by[0]), id, body: { type, id, data: sampleOf(rule.data) } };
  }));
}

function idsIn(deeds: readonly DatedDeed[]): Map<string, string[]> {
  const nouns = new Map(allCommands().filter(({ nouns: known }) => known.length === 1).map(({ type, nouns: [noun = ''] }) => [type, noun]));
  const ids = new Map<string, string[]>();
  for (const { deed } of deeds) {
    const noun = deed.kind === 'batch' ? 'batch' : nouns.get(deed.type);
    const id = deed.kind === 'batch' ? deed.batchId : deed.id;
    if (noun !== undefined && !(ids.get(noun) ?? []).includes(id)) ids.set(noun, [...(ids.get(noun) ?? []), id]);
  }
  return ids;
}

export async function county(settings: Readonly<Record<string, string>> = {}): Promise<County> {
  const service = await testApp('api,follower', settings);
  const { port } = service.app.getHttpServer().address() as { port: number };
  const script = simulateCountyYear(HOME);
  // Past the cut only the batches go on: their days are dated before the ledger day all the same.
  const { post, keep } = heldBack(script.deeds.filter(({ on, deed }) => on < CUT || deed.kind === 'batch' || deed.type !== 'EndDay'));
  const report = await new Poster({ url: `http://127.0.0.1:${String(port)}`, keyPrefix: 'hostile', county: HOME.county }).post(post.filter(({ on }) => on < CUT));
  if (report.recorded < 200) throw new Error(`only ${String(report.recorded)} of the county were recorded: ${JSON.stringify(report.refused.slice(0, 3))}`);
  const unsent = new Map<string, (Sendable & { id: string })[]>([['post /v1/commands', samples()]]);
  for (const each of [...keep, ...post.filter(({ on }) => on >= CUT)].filter(({ on, deed }) => on < CUT || deed.kind === 'command' || deed.action === 'open')) {
    const { operation, sendable: one } = await sendable(each);
    unsent.set(operation, [...(unsent.get(operation) ?? []), one]);
  }
  const tokens = new Map<string, Promise<string>>();
  const token = (user: string): Promise<string> => {
    const known = tokens.get(user) ?? signIn(port, user);
    tokens.set(user, known);
    return known;
  };
  return { service, port, personal: personalIn(script), unsent, ids: idsIn(post), token };
}

async function signIn(port: number, username: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${String(port)}/v1/auth/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username, password: 'demo' }) });
  return ((await answer.json()) as { accessToken: string }).accessToken;
}

/** House style as a test: each message says what to do instead. */
import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { getMetadataStorage } from 'class-validator';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants';

const root = path.resolve(__dirname, '..');

/** Tracked and new files alike; a checkout without git is walked. */
function everyFile(): string[] {
  const listed = execFileSync('git', ['-c', 'safe.directory=*', 'ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 64_000_000 });
  return listed.split('\n').filter((name) => name !== '' && fs.existsSync(path.join(root, name)));
}

const files = everyFile();
const typescript = files.filter((name) => /^(src|projections|migrations|test)\/.*\.ts$/.test(name));
const text = (name: string): string => fs.readFileSync(path.join(root, name), 'utf8');

const offenders = (names: readonly string[], wrong: (name: string) => boolean): string[] => names.filter(wrong);

describe('every file', () => {
  it('opens with one comment that says its job', () => {
    expect(offenders(typescript, (name) => !/^\/\*\*( |\n \* )\S/.test(text(name)))).toEqual([]);
  });

  it('has at most 350 lines: split it by what it is about', () => {
    expect(offenders(typescript, (name) => text(name).split('\n').length > 351)).toEqual([]);
  });

  it('has a name that says what it holds, and is no barrel', () => {
    const shelf = /(^|\/)(index|utils?|helpers?|common|base|manager|misc)(\.|\/|$)|Impl\./;
    expect(offenders(typescript, (name) => shelf.test(name))).toEqual([]);
  });

  it('leaves nothing for later: finish it, or open an issue', () => {
    const later = new RegExp(['TO' + 'DO', 'FIX' + 'ME', 'place' + 'holder', 'not ' + 'implemented'].join('|'));
    expect(offenders(typescript, (name) => later.test(text(name)))).toEqual([]);
  });

  it('swallows no error: say why it may be passed over', () => {
    expect(offenders(typescript, (name) => /catch\s*(\(\w*\))?\s*\{\s*\}/.test(text(name)))).toEqual([]);
  });

  it('narrows no test: every test runs', () => {
    const narrowed = new RegExp('\\b(it|test|describe)\\.(' + 'only|skip|todo)\\b|\\b(xit|xdescribe|fdescribe|fit)\\(');
    expect(offenders(typescript, (name) => narrowed.test(text(name)))).toEqual([]);
  });

  it('names no machine', () => {
    const places = new RegExp(['/wo' + 'rk/', '/ro' + 'ot/', '/ho' + 'me/'].join('|'));
    expect(offenders(files.filter((name) => /\.(ts|js|cjs|mjs|json|md|sh|yml)$/.test(name) && name !== 'package-lock.json'), (name) => places.test(text(name)))).toEqual([]);
  });
});

describe('the domain and the rules', () => {
  it('know no clock and no chance: time and ids enter with the command', () => {
    const pure = typescript.filter((name) => /^(src\/(domain|identifiers)|projections\/(facts|anomalies))\//.test(name));
    expect(offenders(pure, (name) => /Date\.now|new Date\(\)|Math\.random|randomUUID|randomBytes/.test(text(name)))).toEqual([]);
  });

  it('call no amount by yuan and no rate by a float: fen, milli, basis points', () => {
    const pure = typescript.filter((name) => /^(src\/domain|projections)\//.test(name));
    expect(offenders(pure, (name) => /parseFloat|toFixed\(/.test(text(name)))).toEqual([]);
  });
});

/** A body whose class was imported as a type loses its checks without a word from compiler, lint or framework. */
describe('every controller', () => {
  const controllers = typescript.filter((name) => /^src\/.*\.controller\.ts$/.test(name));

  it.each(controllers)('%s checks the bodies it takes', (name) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- found by listing.
    const classes = Object.values(require(path.join(root, name)) as object).filter((value): value is new () => object => typeof value === 'function' && Reflect.hasMetadata('path', value));
    const unchecked = classes.flatMap((controller) => {
      const methods = Object.getOwnPropertyNames(controller.prototype).filter((method) => method !== 'constructor');
      return methods.filter((method) => takesUncheckedBody(controller, method)).map((method) => `${controller.name}.${method}`);
    });
    expect(unchecked).toEqual([]);
  });
});

const bodyParameter = '3:';

/** `unknown` bodies are checked by hand against a command's fields; a class must carry rules. */
function takesUncheckedBody(controller: new () => object, method: string): boolean {
  const marks = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, { index: number; data: unknown }>;
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) ?? []) as (new () => object)[];
  return Object.entries(marks).filter(([key, mark]) => key.startsWith(bodyParameter) && mark.data === undefined).some(([, mark]) => {
    const type = types[mark.index];
    if (type === undefined || type === Object || (type as unknown) === String) return !bodyIsDeclaredUnknown(controller, method);
    return getMetadataStorage().getTargetValidationMetadatas(type, '', false, false).length === 0;
  });
}

function bodyIsDeclaredUnknown(controller: new () => object, method: string): boolean {
  const file = typescript.find((name) => name.endsWith('.controller.ts') && text(name).includes(`class ${controller.name} `));
  if (!file) return false;
  const from = text(file).indexOf(`${method}(`);
  return /@Body\([^)]*\)\s+\w+: (unknown|string)\b/.test(text(file).slice(from, from + 800));
}

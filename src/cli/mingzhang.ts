/** The command line: finds the command's file in this folder, reads its options, turns its outcome into an exit code. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '../config';
import { BadUse, type Command, type ExitCode, type Given, type Option } from './command';

const notCommands = new Set(['command', 'mingzhang']);

function names(): string[] {
  const files = fs.readdirSync(__dirname).filter((file) => /^[a-z-]+\.(js|ts)$/.test(file));
  return files.map((file) => file.replace(/\.\w+$/, '')).filter((name) => !notCommands.has(name)).sort();
}

function load(name: string): Command {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the folder is the list of commands; only the one asked for is read.
  return (require(path.join(__dirname, name)) as { default: Command }).default;
}

const everyOption: Readonly<Record<string, Option>> = {
  help: { type: 'boolean', meaning: 'show this' },
  json: { type: 'boolean', meaning: 'answer as JSON' },
};

function overview(): string {
  const rows = names().map((name) => `  ${name.padEnd(12)} ${load(name).summary}`);
  return ['mingzhang 明账 COMMAND [OPTIONS]', '', ...rows, '', 'mingzhang COMMAND --help tells more. Exit codes: 0 done, 1 the answer is no, 2 incomplete, 3 bad use.'].join('\n');
}

function helpOf(name: string, command: Command): string {
  const options = Object.entries({ ...command.options, ...everyOption });
  const rows = options.map(([option, { type, meaning }]) => `  ${`--${option}${type === 'string' ? ' VALUE' : ''}`.padEnd(20)} ${meaning}`);
  return [`mingzhang ${name}${command.words ? ` ${command.words}` : ''} [OPTIONS]`, command.summary, '', ...rows].join('\n');
}

const out = (line: string): void => void process.stdout.write(`${line}\n`);
const tell = (line: string): void => void process.stderr.write(`${line}\n`);

function read(command: Command, args: readonly string[]): Given {
  const options = Object.fromEntries(Object.entries({ ...command.options, ...everyOption }).map(([name, { type }]) => [name, { type }]));
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: command.words !== undefined });
    return { options: values, words: positionals, out, tell };
  } catch (error) {
    throw new BadUse((error as Error).message);
  }
}

async function dispatch(args: readonly string[]): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === 'help') {
    out(overview());
    return name === undefined ? 3 : 0;
  }
  if (!names().includes(name)) throw new BadUse(`there is no command ${name}; mingzhang --help lists them`);
  const command = load(name);
  const given = read(command, rest);
  if (given.options['help'] === true) {
    out(helpOf(name, command));
    return 0;
  }
  return command.run(given);
}

/** Never throws: what went wrong is said in one line. */
export async function runCommand(args: readonly string[]): Promise<ExitCode> {
  try {
    return await dispatch(args);
  } catch (error) {
    tell(`mingzhang: ${error instanceof Error ? error.message : String(error)}`);
    if (process.env['DEBUG'] && error instanceof Error) tell(error.stack ?? '');
    return error instanceof BadUse || error instanceof ConfigError ? 3 : 2;
  }
}

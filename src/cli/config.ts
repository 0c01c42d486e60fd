/** `mingzhang config`: every setting, its value and default, and where a running service is reached. */
import { readConfig, settingValue, settings } from '../config';
import { holderOf } from '../data-lock';
import type { Command, ExitCode, Given } from './command';

const withoutPassword = (value: string): string => value.replace(/^(\w+:\/\/[^:/@]*):[^@]*@/, '$1:***@');

interface Shown {
  readonly name: string;
  readonly value: string;
  readonly default: string;
  readonly meaning: { readonly zh: string; readonly en: string };
}

function run({ options, out }: Given): Promise<ExitCode> {
  const shown: Shown[] = settings.map(({ name, fallback, meaning }) => ({ name, value: withoutPassword(settingValue(name, process.env)), default: fallback(process.env), meaning }));
  const config = readConfig();
  const running = holderOf(config.dataDir);
  const doors = running ? { pid: running.pid, url: running.url, embeddedDatabaseUrl: config.profile === 'local' ? running.databaseUrl : undefined } : null;
  if (options['json'] === true) {
    out(JSON.stringify({ settings: shown, running: doors }, null, 2));
    return Promise.resolve(0);
  }
  for (const { name, value, default: fallback, meaning } of shown) out(`${name.padEnd(30)} ${(value || '–').padEnd(22)} default ${fallback || '–'}   ${meaning.zh} · ${meaning.en}`);
  out(doors ? `running            ${String(doors.url)}${doors.embeddedDatabaseUrl ? `\nembedded database  ${doors.embeddedDatabaseUrl}` : ''}` : 'not running on this DATA_DIR');
  return Promise.resolve(0);
}

const command: Command = { summary: 'list every setting with its value and default; where a running service is reached', run };
export default command;

/** Takes a register in: reads the file, lists what is wrong per row, seals it, turns people into references and enters what changed. */
import { Injectable } from '@nestjs/common';
import type { Actor } from '../domain/decider';
import { Refused, type FieldError, type Text } from '../domain/refused';
import { looksPersonal } from '../identifiers/personal-looking';
import type { LineError } from '../intake/line-errors';
import { readRegister } from '../intake/register';
import type { RegisterKind } from '../intake/register-columns';
import { NAMED, registerEntry, type NamedField, type RegisterEntry } from '../intake/register-entry';
import type { Said } from '../intake/register-difference';
import type { ClearOf } from '../vault/subject';
import { Vault } from '../vault/vault';
import { KnownNumbers } from './known-numbers';
import { personalId } from './personal-looking';
import type { ReceivedFile } from './received-file';
import { RegisterImport, type Entered } from './register-import';
import { RegisterStore, type UploadSummary } from './register-store';
import { RegisterTurns } from './register-turns';
import { badKey } from './sent-command';

export interface RegisterFile {
  readonly registerId: string;
  readonly kind: RegisterKind;
  readonly region: string;
  /** As asked; else as the file says. */
  readonly asOf: string | undefined;
  readonly source: string | undefined;
  readonly occurredOn: string | undefined;
  readonly skipErrors: boolean;
  readonly key: string;
  readonly actor: Actor;
}

interface Read {
  readonly asOf: string | undefined;
  readonly source: string | undefined;
  readonly entries: readonly RegisterEntry[];
  readonly faults: readonly LineError[];
  readonly summary: UploadSummary;
}

const SHOWN_ERRORS = 100;
const UNCHANGED: Text = { zh: '与上次导入相同,未新增任何内容', en: 'the same as the last import: nothing was added' };

@Injectable()
export class RegisterUpload {
  constructor(
    private readonly store: RegisterStore, private readonly imports: RegisterImport, private readonly turns: RegisterTurns, private readonly vault: Vault, private readonly numbers: KnownNumbers,
  ) {}

  /** What became of the file, as the job's result. */
  take(jobId: string, asked: RegisterFile, file: ReceivedFile): Promise<object> {
    return this.turns.take(asked.kind, asked.region, () => this.inTurn(jobId, asked, file));
  }

  private async inTurn(jobId: string, asked: RegisterFile, file: ReceivedFile): Promise<object> {
    const { registerId, kind, region } = asked;
    const read = await this.read(kind, file);
    await this.store.keep({ jobId, registerId, kind, region, summary: read.summary }, file.bytes, read.faults);
    refuseRed(read, asked.skipErrors);
    if (read.entries.length === 0) throw new Refused('register-empty', { zh: '文件中没有可导入的行;名册未变动', en: 'the file holds no row to import; the register stands as it was' });
    const asOf = asked.asOf ?? read.asOf;
    if (asOf === undefined) throw missing('asOf', '文件未注明数据截止日期,请用参数 asOf 给出', 'the file does not say which day it describes; give it as asOf');
    const source = asked.source ?? read.source;
    if (source === undefined) throw missing('source', '文件未注明数据来源,请用参数 source 给出', 'the file does not say which office it came from; give it as source');
    const rows = await this.referred(read.entries);
    await this.refusePersonal(asked, source);
    const entered = await this.imports.enter({ ...asked, asOf, source, count: rows.length, whole: read.summary.redRows === 0, rows });
    return resultOf(asked, { asOf, source }, read, entered);
  }

  /** Asked before anything is kept, and again once the people of the file are known: nobody opens a register under the number of somebody in it. */
  async refusePersonal({ key, registerId }: RegisterFile, source = ''): Promise<void> {
    const personal = await this.numbers.among([key, registerId, source]);
    if (personal.has(key)) throw badKey();
    if (personal.has(registerId)) throw personalId();
    if (!personal.has(source) && !looksPersonal(source)) return;
    throw missing('source', '数据来源像个人号码,请用参数 source 另行给出', 'the source looks like a number of a person; give another as source');
  }

  private async read(kind: RegisterKind, file: ReceivedFile): Promise<Read> {
    let heading: { asOf?: string; source?: string } = {};
    let summary: UploadSummary = { count: 0, redRows: 0, otherRows: 0, errors: [] };
    const entries: RegisterEntry[] = [];
    const faults: LineError[] = [];
    let redRows = 0;
    for await (const item of readRegister(file, { kind })) {
      if (item.kind === 'heading') heading = item;
      else if (item.kind === 'row') {
        const { entry, errors } = registerEntry(item.row);
        if (entry) entries.push(entry);
        else redRows += 1;
        faults.push(...errors);
      } else {
        const { kind: _, ...counts } = item;
        summary = { ...counts, redRows };
        faults.push(...item.errors);
      }
    }
    return { asOf: heading.asOf, source: heading.source, entries, faults, summary };
  }

  /** One round trip per field for the whole file; the vault knows who is who. */
  private async referred(entries: readonly RegisterEntry[]): Promise<readonly Said[]> {
    const rows = entries.map(({ plain }): Record<string, unknown> => ({ ...plain }));
    for (const [field, kind] of Object.entries(NAMED) as [NamedField, keyof ClearOf][]) {
      const named = [...entries.keys()].filter((index) => entries[index]?.named[field] !== undefined);
      const refs = await this.vault.referMany(kind, named.map((index) => entries[index]?.named[field] as ClearOf[typeof kind]));
      for (const [order, index] of named.entries()) (rows[index] as Record<string, unknown>)[field] = refs[order];
    }
    return rows;
  }
}

const missing = (name: string, zh: string, en: string): Refused => new Refused('malformed-request', { zh, en }, 'malformed', [{ pointer: `/${name}`, code: 'missing-field', text: { zh, en } }]);

/** All or nothing, unless leaving rows out was said on purpose; a file that lacks rows it declares cannot be mended by leaving out more. */
function refuseRed({ faults, summary }: Read, skip: boolean): void {
  const red = faults.filter(({ severity, row }) => severity === 'red' && !(skip && row > 0));
  if (red.length === 0) return;
  const shown = red.slice(0, SHOWN_ERRORS).map(({ row, column, code, reason }): FieldError => ({ pointer: `/rows/${String(row)}${column === '' ? '' : `/${column}`}`, code, text: reason }));
  const ofFile = [...new Set(red.filter(({ row }) => row === 0).map(({ code }) => code))].join('、');
  throw new Refused('register-has-errors', {
    zh: `名册有 ${String(summary.redRows)} 行错误${ofFile === '' ? '' : `,整份错误 ${ofFile}`},未导入;更正后重新上传${ofFile === '' ? ',或以 skip=errors 有意略过这些行' : ''}`,
    en: `${String(summary.redRows)} rows of the register have errors${ofFile === '' ? '' : `, and the file as a whole ${ofFile}`}; nothing was imported: mend and upload it again${ofFile === '' ? ', or leave these rows out on purpose with skip=errors' : ''}`,
  }, 'refused', shown);
}

function resultOf({ registerId, kind, region }: RegisterFile, said: { asOf: string; source: string }, { summary, faults }: Read, entered: Entered): object {
  return {
    registerId, kind, region, ...said, ...entered, count: summary.count - summary.redRows, skipped: summary.redRows,
    warnings: faults.filter(({ severity }) => severity === 'amber').length, ...(entered.status === 'unchanged' ? { text: UNCHANGED } : {}),
  };
}

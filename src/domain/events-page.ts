/** Writes docs/events.md from the nouns: every event with its fields, units and meaning, every command with who may send it. */
import type { CommandRule } from './decider';
import { fieldsOf, type Class, type Field, type Kind } from './field-list';
import { NOUNS } from './nouns';

const HEAD = `# Events and commands

Written by \`src/domain/events-page.ts\` from the classes themselves; a test keeps it current. Every event has the envelope of
the ledger (position, stream, revision, type, version, recorded time, who and for which office); below is its data. *Clear* stands as it is,
*reference* is a random reference into the vault: a sender may name the person, account or register number in clear, under the
name without \`Ref\`, and the service seals it before anything is stored. Nothing personal belongs into a clear field.
`;

function range(min: number, max: number): string {
  const low = min === -Number.MAX_SAFE_INTEGER ? '' : `, at least ${String(min)}`;
  return max === Number.MAX_SAFE_INTEGER ? low : `, ${String(min)} to ${String(max)}`;
}

/** A pipe would end the cell. */
const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

function holds(kind: Kind): string {
  switch (kind.is) {
    case 'fen':
      return `money in whole fen${range(kind.min, Number.MAX_SAFE_INTEGER)}`;
    case 'integer':
      return `whole number${range(kind.min, kind.max)}`;
    case 'date':
      return 'date `YYYY-MM-DD`';
    case 'month':
      return 'month `YYYY-MM`';
    case 'region':
      return `region code of ${kind.digits.join(', ')} digits`;
    case 'text':
      return kind.pattern ? `text ${code(kind.pattern.source)}` : `text, at most ${String(kind.max)} characters`;
    case 'choice':
      return kind.values.map(code).join(', ');
    case 'yes-no':
      return 'true or false';
    case 'reference':
      return kind.to === 'register' ? 'register number' : kind.to;
    case 'list':
      return `list, at most ${String(kind.max)}${kind.of.is === 'part' ? '' : `: ${holds(kind.of)}`}`;
    case 'part':
      return 'group of fields';
  }
}

const isReference = (kind: Kind): boolean => kind.is === 'reference' || (kind.is === 'list' && isReference(kind.of));

function rowsOf(field: Field, within = ''): string[] {
  const name = `${within}${field.name}`;
  const kept = isReference(field.kind) ? 'reference' : 'clear';
  const own = `| ${name}${field.optional ? ' (optional)' : ''} | ${holds(field.kind)} | ${kept} | ${field.meaning.replaceAll('|', '\\|')} |`;
  const inner = field.kind.is === 'list' ? field.kind.of : field.kind;
  if (inner.is !== 'part') return [own];
  const path = field.kind.is === 'list' ? `${name}[].` : `${name}.`;
  return [own, ...fieldsOf(inner.of()).flatMap((part) => rowsOf(part, path))];
}

const eventPart = (type: string, of: Class): string =>
  [`### ${type}`, '', '| field | holds | kept | meaning |', '|---|---|---|---|', ...fieldsOf(of).flatMap((field) => rowsOf(field)), ''].join('\n');

function commandRow(type: string, rule: CommandRule): string {
  const by = rule.by.length > 0 ? rule.by.join(', ') : 'the service, as a step of other work';
  return `| ${type}${rule.opens ? ' (may open the stream)' : ''} | ${rule.kind} | ${by} |`;
}

/** The whole page. An event that several nouns owe (a disclosure) is told once, at the first of them. */
export function eventsPage(): string {
  const told = new Set<string>();
  const parts = NOUNS.map((decider) => {
    const commands = Object.entries(decider.commands).map(([type, rule]) => commandRow(type, rule));
    const types = Object.entries(decider.events as Record<string, Class>);
    const again = types.filter(([type]) => told.has(type)).map(([type]) => type);
    const fresh = types.filter(([type]) => !told.has(type));
    for (const [type] of fresh) told.add(type);
    return [
      `## ${decider.noun}-${decider.onlyId ?? ''}`, '', '| command | kind | by |', '|---|---|---|', ...commands, '',
      ...fresh.map(([type, of]) => eventPart(type, of)),
      ...(again.length > 0 ? [`Also, as told above: ${again.join(', ')}.`, ''] : []),
    ].join('\n');
  });
  return [HEAD, ...parts].join('\n');
}

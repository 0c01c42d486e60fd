/** The page of a pack that a person reads first: what was found, by which rule, what happened when, and how to check all of it. */
import type { PackContents, ChosenEvent } from './contents';
import type { VerdictLine } from './verdict';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** What comes from the ledger is text, never markup. */
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')}.${digits.slice(-2)}`;
}

const row = (cells: readonly string[], tag = 'td'): string => `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
const table = (heads: readonly string[], rows: readonly string[]): string => `<table>${row(heads, 'th')}${rows.join('')}</table>`;

function verdictHtml({ verdict, hash, sentence }: VerdictLine): string {
  const { flagId, rule, part, version, textHash, releasedAt, at, severity, amountFen, subjectKind, subjectId, evidence, parameters } = verdict;
  return `<section><h3>${escaped(`${rule}${part} · ${severity} · ${subjectKind} ${subjectId}`)}</h3>
<p>${escaped(sentence.zh)}</p><p>${escaped(sentence.en)}</p>
${table(['', ''], [
    row(['金额 amount', amountFen === null ? '—' : `${yuan(amountFen)} 元 yuan`]), row(['判定位置 judged at position', String(at)]), row(['依据 evidence', escaped(evidence.join(', '))]),
    row(['规则 rule', escaped(`${rule} v${String(version)}, 发布于第 ${String(releasedAt)} 位 released at ${String(releasedAt)}, ${textHash}`)]),
    ...parameters.map(({ name, value, setAt }) => row([`参数 parameter ${escaped(name)}`, `${String(value)}${setAt === null ? '' : ` (@${String(setAt)})`}`])),
    row(['疑点编号 flag', flagId]), row(['结论哈希 hash of the verdict', hash]),
  ])}</section>`;
}

/** More would be no page any more; events.jsonl has them all. */
const SHOWN_EVENTS = 400;

function eventRow({ position, recordedAt, type, streamId, data }: ChosenEvent, withheld: boolean, evidence: boolean): string {
  const { occurredOn, amountFen } = data as { occurredOn?: unknown; amountFen?: unknown };
  const told = withheld ? '已隐去 withheld' : escaped(JSON.stringify(data).slice(0, 600));
  return row([`${String(position)}${evidence ? ' ★' : ''}`, escaped(recordedAt), escaped(type), escaped(streamId), withheld || typeof occurredOn !== 'string' ? '' : escaped(occurredOn), withheld || typeof amountFen !== 'number' ? '' : yuan(amountFen), `<code>${told}</code>`]);
}

function timelineHtml({ events, verdicts, redacted }: PackContents): string {
  const evidence = new Set(verdicts.flatMap(({ verdict }) => verdict.evidence));
  const own = events.filter(({ position, streamId }) => evidence.has(position) || !/^(day|calendar|region|rule)-/.test(streamId));
  const shown = [...own].sort((a, b) => Number(evidence.has(b.position)) - Number(evidence.has(a.position))).slice(0, SHOWN_EVENTS).sort((a, b) => a.position - b.position);
  const rest = events.length - shown.length;
  return `${table(['位置 position', '记账时间 recorded', '事件 event', '对象 stream', '业务日期 occurred', '元 yuan', '内容 content'], shown.map((event) => eventRow(event, redacted.has(event.position), evidence.has(event.position))))}
<p>★ 依据 evidence${rest > 0 ? ` · 另有 ${String(rest)} 件见 events.jsonl · ${String(rest)} more in events.jsonl` : ''}</p>`;
}

const STYLE = 'body{font:15px/1.6 sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccc;padding:.2rem .5rem;text-align:left;vertical-align:top}code{font-size:12px;word-break:break-all}h3{margin-top:2rem}';

export function reportHtml(contents: PackContents): string {
  const { subject, madeAt, tree: { checkpoint }, verdicts, scope, redacted } = contents;
  return `<!doctype html><html lang="zh"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>明账证据包</title><style>${STYLE}</style></head><body>
<h1>明账证据包 · Mingzhang evidence pack</h1>
<p>${escaped(`${subject.kind} ${subject.id}`)} · ${escaped(madeAt)} · ${escaped(checkpoint.origin)} · ${String(checkpoint.size)} 件 events</p>
<p>疑点是线索,不是结论。个人信息以编号代替,不含姓名、证件号和账号。<br>A flag is a lead, never a verdict on anybody. People appear by reference; no name, ID or account number is in this pack.</p>
<h2>疑点 · Flags</h2>${verdicts.map(verdictHtml).join('') || '<p>无 none</p>'}
<h2>经过 · What happened</h2>${timelineHtml(contents)}
<h2>范围 · Scope</h2><p>${escaped(scope.zh)}</p><p>${escaped(scope.en)}</p>${redacted.size > 0 ? `<p>${String(redacted.size)} 件内容被隐去 payloads withheld</p>` : ''}
<h2>核验 · How to verify</h2>
<p>验证程序和信任策略请另行取得,不要使用包内自带的。Take verifier and policy from elsewhere, not from this pack.</p>
<pre>node mingzhang-verify.cjs PACK --policy POLICY
mingzhang rejudge PACK</pre>
</body></html>
`;
}

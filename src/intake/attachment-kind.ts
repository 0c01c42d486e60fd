/** What a file handed over as evidence is, told by its bytes alone; what could run on the reader's machine is refused. */
import { inflateSync } from 'node:zlib';
import { Refused } from '../domain/refused';
import { defaultLimits } from './limits';
import { listZip } from './zip';
import { decodeText, recogniseEncoding } from './text-encoding';

const OOXML = 'application/vnd.openxmlformats-officedocument';
export const ATTACHMENT_TYPES = ['application/pdf', 'image/jpeg', 'image/png', `${OOXML}.spreadsheetml.sheet`, `${OOXML}.wordprocessingml.document`, 'text/plain'] as const;
export type AttachmentType = (typeof ATTACHMENT_TYPES)[number];

const BY_ENDING: Readonly<Record<string, AttachmentType>> = {
  pdf: 'application/pdf', jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', xlsx: `${OOXML}.spreadsheetml.sheet`, docx: `${OOXML}.wordprocessingml.document`, txt: 'text/plain',
};

const unknownKind = (): Refused =>
  new Refused('attachment-kind-unknown', { zh: '只接受 PDF、JPEG、PNG、XLSX、DOCX 和纯文本', en: 'only PDF, JPEG, PNG, XLSX, DOCX and plain text are taken' }, 'malformed');
const active = (): Refused =>
  new Refused('attachment-active', { zh: '文件含宏、脚本或可执行内容,不予接收;请另存为不含宏的文件', en: 'the file holds macros, scripts or something that runs: save it without and hand it over again' }, 'malformed');
const differs = (said: string, found: AttachmentType): Refused =>
  new Refused('attachment-kind-differs', { zh: `称为 ${said},内容却是 ${found}`, en: `it is called ${said}, but its content is ${found}` }, 'malformed');

const ACTIVE_NAME = /\/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)(?![A-Za-z0-9])/;
const STREAM_MAX = 16 * 1_024 * 1_024;

/** Names may be written with #xx for any character. */
const plainNames = (text: string): string => text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

/** Objects may lie packed in object streams: those are opened, within a budget, and what cannot be opened is not taken. */
function pdfRuns(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  if (ACTIVE_NAME.test(plainNames(text))) return true;
  if (/\/Encrypt(?![A-Za-z0-9])/.test(text)) return true;
  let left = STREAM_MAX;
  for (const match of text.matchAll(/(?<!end)stream\r?\n/g)) {
    const dictionary = plainNames(text.slice(Math.max(0, match.index - 1_024), match.index));
    if (!/\/ObjStm(?![A-Za-z0-9])/.test(dictionary.slice(dictionary.lastIndexOf(' obj')))) continue;
    const from = match.index + match[0].length;
    const end = text.indexOf('endstream', from);
    try {
      const opened = inflateSync(bytes.subarray(from, end < 0 ? bytes.length : end), { maxOutputLength: Math.max(1, left) });
      left -= opened.length;
      if (ACTIVE_NAME.test(plainNames(opened.toString('latin1')))) return true;
    } catch {
      // Damaged, larger than the budget, or packed in a way nobody needs for evidence: what it holds cannot be told.
      return true;
    }
  }
  return false;
}

const ZIP_ACTIVE = /vbaProject|vbaData|\/activeX\/|\/embeddings\/|\/macrosheets\/|\.(exe|dll|js|vbs|hta|bat|ps1)$/i;

function officeKind(bytes: Buffer): AttachmentType {
  const names = [...listZip(bytes, defaultLimits).keys()];
  if (names.some((name) => ZIP_ACTIVE.test(name))) throw active();
  if (!names.includes('[Content_Types].xml')) throw unknownKind();
  if (names.includes('xl/workbook.xml')) return `${OOXML}.spreadsheetml.sheet`;
  if (names.includes('word/document.xml')) return `${OOXML}.wordprocessingml.document`;
  throw unknownKind();
}

/** Text that a browser or a shell would take for more than text is none. */
function isPlainText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false;
  const text = [...decodeText(bytes, recogniseEncoding(bytes))].join('');
  // eslint-disable-next-line no-control-regex -- what plain text never holds.
  if (/[\u0000-\u0008\u000b\u000e-\u001f\ufffd]/.test(text)) return false;
  return !/^\s*(#!|<(!doctype|html|svg|script|\?xml|head|body))/i.test(text);
}

function sniffed(bytes: Buffer): AttachmentType {
  if (bytes.subarray(0, 5).toString('latin1') === '%PDF-') {
    if (pdfRuns(bytes)) throw active();
    return 'application/pdf';
  }
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png';
  if (bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 0x03, 0x04]))) return officeKind(bytes);
  if (isPlainText(bytes)) return 'text/plain';
  throw unknownKind();
}

/** `said` is what the sender calls it, by media type or by the ending of its name; saying nothing of it is allowed. */
export function attachmentKind(bytes: Buffer, said: { mediaType?: string | undefined; name?: string | undefined }): AttachmentType {
  const kind = sniffed(bytes);
  const called = said.mediaType?.split(';')[0]?.trim().toLowerCase();
  if (called !== undefined && called !== '' && called !== 'application/octet-stream' && called !== kind) throw differs(called, kind);
  const ending = /\.([A-Za-z0-9]{1,10})$/.exec(said.name ?? '')?.[1]?.toLowerCase();
  if (ending !== undefined && BY_ENDING[ending] !== kind) throw differs(`.${ending}`, kind);
  return kind;
}

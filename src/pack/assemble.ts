/** Puts a pack together from what was chosen: the manifest is written last, over every other file. Pure. */
import { packed, type Files } from './archive';
import type { PackContents } from './contents';
import { ATTACHMENTS, CHECKPOINT_FILE, DERIVED_FILE, EVENTS_FILE, MANIFEST_FILE, PACK_FORMAT, POLICY_FILE, REPORT_FILE, VERDICTS_FILE, VERIFIER_FILE, type PackManifest } from './manifest';
import { eventLine, redactedLine } from './packed-event';
import { reportHtml } from './report';
import { sha256Of, verdictLine } from './verdict';

/** Ordered, so that a pack made twice differs in nothing but what was recorded in between. */
function filesOf(contents: PackContents): Map<string, Buffer> {
  const { tree, events, proofs, redacted, verdicts, derived, attachments, policy, verifier } = contents;
  const lines = events.map((event) => (redacted.has(event.position) ? redactedLine : eventLine)(event.position, event, proofs.get(event.position) ?? []));
  const files = new Map<string, Buffer>([[CHECKPOINT_FILE, Buffer.from(tree.note)]]);
  if (policy !== undefined) files.set(POLICY_FILE, Buffer.from(policy));
  files.set(EVENTS_FILE, Buffer.from(lines.join('')));
  files.set(VERDICTS_FILE, Buffer.from(verdicts.map(verdictLine).join('')));
  if (derived.length > 0) files.set(DERIVED_FILE, Buffer.from(derived.map((row) => `${JSON.stringify(row)}\n`).join('')));
  for (const [hash, bytes] of [...attachments].sort(([a], [b]) => (a < b ? -1 : 1))) files.set(`${ATTACHMENTS}${hash}`, bytes);
  files.set(REPORT_FILE, Buffer.from(reportHtml(contents)));
  if (verifier) files.set(VERIFIER_FILE, verifier);
  return files;
}

/** The manifest's own words follow from the files and what they hold. */
export function manifestOf(contents: Omit<PackContents, 'proofs'>, files: Files): PackManifest {
  const { subject, madeAt, tree: { checkpoint }, events, streams, redacted, verdicts, scope } = contents;
  return {
    format: PACK_FORMAT, subject, madeAt, origin: checkpoint.origin, size: checkpoint.size, streams, redacted: [...redacted].sort((a, b) => a - b),
    totals: { events: events.length, verdicts: verdicts.length, amountFen: verdicts.reduce((sum, { verdict }) => sum + (verdict.amountFen ?? 0), 0) },
    scope, files: [...files].map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: sha256Of(bytes) })),
  };
}

export const withManifest = (manifest: PackManifest, files: Files): Buffer => packed(new Map([[MANIFEST_FILE, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)], ...files]));

export function assemble(contents: PackContents): Buffer {
  const files = filesOf(contents);
  return withManifest(manifestOf(contents, files), files);
}

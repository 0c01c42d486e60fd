/** Attachments as they are kept: sealed in the database, once per content and office, opened for the office itself and for those who oversee its region. */
import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Actor } from '../domain/decider';
import { covers } from '../domain/decider';
import type { AttachmentType } from '../intake/attachment-kind';
import { POOL } from '../tokens';
import { cipherNamed, ciphers } from '../vault/cipher';
import { MasterKeys } from '../vault/keys';
import { OVERSEERS } from './readers';

export interface Attachment {
  readonly mediaType: AttachmentType;
  readonly bytes: Buffer;
}

interface Row {
  readonly office: string;
  readonly region: string;
  readonly media_type: AttachmentType;
  readonly sealed: Buffer;
  readonly algorithm: string;
  readonly key_version: number;
}

const CIPHER = ciphers['AES-256-GCM'];
/** Binds what is sealed to the place it stands in. */
const boundTo = (contentHash: string, office: string): string => `attachment|${contentHash}|${office}`;

@Injectable()
export class AttachmentStore {
  constructor(@Inject(POOL) private readonly pool: Pool, private readonly keys: MasterKeys) {}

  /** The hash it is kept under. The same file of the same office is kept once. */
  async keep(bytes: Buffer, mediaType: AttachmentType, actor: Actor): Promise<string> {
    const contentHash = createHash('sha256').update(bytes).digest('hex');
    const sealed = CIPHER.seal(this.keys.derive('uploads'), bytes, boundTo(contentHash, actor.office));
    await this.pool.query(
      `INSERT INTO intake.attachment (content_hash, office, region, media_type, bytes, sealed, algorithm, key_version, uploaded_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (content_hash, office) DO NOTHING`,
      [contentHash, actor.office, actor.region, mediaType, bytes.length, sealed, CIPHER.name, this.keys.current, actor.id],
    );
    return contentHash;
  }

  /** Undefined where there is none that this reader may open: the two are told alike. */
  async open(contentHash: string, actor: Actor): Promise<Attachment | undefined> {
    const { rows } = await this.pool.query<Row>('SELECT office, region, media_type, sealed, algorithm, key_version FROM intake.attachment WHERE content_hash = $1 ORDER BY office', [contentHash]);
    const row = rows.find(({ office, region }) => office === actor.office || (OVERSEERS.includes(actor.role) && covers(actor.region, region)));
    if (!row) return undefined;
    const bytes = cipherNamed(row.algorithm).open(this.keys.derive('uploads', row.key_version), row.sealed, boundTo(contentHash, row.office));
    return { mediaType: row.media_type, bytes };
  }
}

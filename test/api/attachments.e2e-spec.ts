/** Attachments over HTTP: what is taken, what is refused, who opens them, how they lie in the database and go into a backup. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { Client } from 'pg';
import { savedTables } from '../../src/backup/saved-tables';
import { testApp, type TestApp } from '../support/app';
import { zip } from '../support/zip-file';

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.stop());

const PDF = Buffer.from('%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n收据 农户张某\n%%EOF');
const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('pixels')]);
const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const packed = (inside: string): Buffer => Buffer.concat([Buffer.from('%PDF-1.5\n5 0 obj\n<< /Type /ObjStm /Filter /FlateDecode >>\nstream\n', 'latin1'), deflateSync(Buffer.from(inside)), Buffer.from('\nendstream\nendobj\n')]);
const office = (...names: string[]): Buffer => zip(['[Content_Types].xml', ...names].map((name) => ({ name, data: '<x/>' })));

async function hand(user: string, bytes: Buffer, type = 'application/octet-stream', query = ''): Promise<{ status: number; body: Record<string, unknown> }> {
  const { status, body } = await (await service.as(user)).post(`/v1/attachments${query}`).type(type).send(bytes);
  return { status, body: body as Record<string, unknown> };
}

describe('an attachment', () => {
  it('is kept by its hash, sealed, once per office, and saved by a backup', async () => {
    for (let times = 0; times < 2; times += 1) expect(await hand('office', PDF)).toEqual({ status: 201, body: { contentHash: hashOf(PDF), mediaType: 'application/pdf', bytes: PDF.length } });
    const { rows } = await service.database.pool.query<{ sealed: Buffer }>('SELECT sealed FROM intake.attachment WHERE content_hash = $1', [hashOf(PDF)]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.sealed.includes(Buffer.from('张某'))).toBe(false);
    const client = new Client({ connectionString: service.database.url });
    await client.connect();
    expect((await savedTables(client)).map(({ name }) => name)).toContain('intake.attachment');
    await client.end();
  });

  it('is handed back as a download only, to its office and to those who oversee its region', async () => {
    await hand('office', PDF);
    for (const user of ['office', 'auditor', 'inspector', 'supervisor@4228']) {
      const answer = await (await service.as(user)).get(`/v1/attachments/${hashOf(PDF)}`).buffer(true).parse((stream, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part)).on('end', () => { done(null, Buffer.concat(parts)); });
      }).expect(200);
      expect(answer.body).toEqual(PDF);
      expect(answer.headers).toMatchObject({ 'content-disposition': `attachment; filename="${hashOf(PDF).slice(0, 16)}"`, 'x-content-type-options': 'nosniff', 'content-security-policy': "sandbox; default-src 'none'", 'content-type': 'application/pdf' });
    }
    for (const user of ['clerk', 'office@422826', 'auditor@422826', 'bank']) expect([user, (await (await service.as(user)).get(`/v1/attachments/${hashOf(PDF)}`)).status]).toEqual([user, 404]);
    await (await service.as('admin')).get(`/v1/attachments/${hashOf(PDF)}`).expect(403);
    await (await service.as('office')).get('/v1/attachments/x').expect(404);
  });

  it('of those who oversee is not there for the office it may be about', async () => {
    await hand('inspector', PNG);
    await (await service.as('office')).get(`/v1/attachments/${hashOf(PNG)}`).expect(404);
    await (await service.as('auditor')).get(`/v1/attachments/${hashOf(PNG)}`).expect(200);
  });

  it.each([
    ['a picture', PNG, 'image/png'], ['a photo', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]), 'image/jpeg'], ['a text', Buffer.from('今收到补贴 300 元'), 'text/plain'],
    ['a sheet', office('xl/workbook.xml'), 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'], ['a document', office('word/document.xml'), 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['a packed PDF', packed('<< /Type /Page >>'), 'application/pdf'],
  ])('may be %s', async (_what, bytes, mediaType) => {
    expect(await hand('office', bytes)).toMatchObject({ status: 201, body: { mediaType } });
  });

  it.each([
    ['a program', Buffer.from([0x4d, 0x5a, 0, 0, 1, 2, 3]), 'attachment-kind-unknown'], ['a page of the web', Buffer.from(' <!DOCTYPE html><script>1</script>'), 'attachment-kind-unknown'], ['a script', Buffer.from('#!/bin/sh\nls'), 'attachment-kind-unknown'],
    ['another archive', zip([{ name: 'a.txt', data: 'x' }]), 'attachment-kind-unknown'], ['a sheet with macros', office('xl/workbook.xml', 'xl/vbaProject.bin'), 'attachment-active'],
    ['a PDF that runs', Buffer.from('%PDF-1.4\n<< /OpenAction << /S /JavaScript /JS (1) >> >>'), 'attachment-active'], ['one that hides the name', Buffer.from('%PDF-1.4\n<< /S /J#61vaScript >>'), 'attachment-active'],
    ['one that starts a program', Buffer.from('%PDF-1.4\n<< /S /Launch >>'), 'attachment-active'], ['one that packs it away', packed('<< /S /JavaScript >>'), 'attachment-active'],
    ['one whose objects cannot be opened', Buffer.from('%PDF-1.5\n5 0 obj\n<< /Type /ObjStm >>\nstream\nnot packed\nendstream'), 'attachment-active'],
  ])('may not be %s', async (_what, bytes, code) => {
    expect(await hand('office', bytes)).toMatchObject({ status: 400, body: { code } });
  });

  it('is what it is called, and no larger than said', async () => {
    expect(await hand('office', PNG, 'application/pdf')).toMatchObject({ status: 400, body: { code: 'attachment-kind-differs' } });
    expect(await hand('office', PNG, 'application/octet-stream', '?name=receipt.pdf')).toMatchObject({ status: 400, body: { code: 'attachment-kind-differs' } });
    expect(await hand('office', PNG, 'image/png', '?name=receipt.PNG')).toMatchObject({ status: 201 });
    expect(await hand('office', Buffer.concat([PNG, Buffer.alloc(10 * 1_024 * 1_024)]))).toMatchObject({ status: 413, body: { code: 'file-too-large' } });
    const form = await (await service.as('office')).post('/v1/attachments').attach('file', PNG, { filename: 'photo.png', contentType: 'image/png' });
    expect(form.status).toBe(201);
    expect(await hand('admin', PNG)).toMatchObject({ status: 403 });
  });
});

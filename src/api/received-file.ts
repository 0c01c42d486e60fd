/** A file out of a request, held in memory only: raw body or multipart form; what is too large is refused while it arrives. */
import multer from 'multer';
import type { Request, Response } from 'express';
import { Refused } from '../domain/refused';
import { defaultLimits } from '../intake/limits';
import { partsOf } from './json-lines';
import { fileTooLarge } from './over-limit';

export interface ReceivedFile {
  readonly bytes: Buffer;
  readonly name?: string;
  /** What the sender calls it; its bytes tell what it is. */
  readonly mediaType?: string;
}

const noFile = (): Refused => new Refused('file-missing', { zh: '请求中没有文件', en: 'the request holds no file' }, 'malformed');

/** Memory storage, because nothing personal may lie in a temporary folder. */
const form = (fileSize: number): ReturnType<ReturnType<typeof multer>['any']> => multer({ storage: multer.memoryStorage(), limits: { fileSize, files: 1, fields: 20 } }).any();

function fromForm(request: Request, response: Response, bytesMax: number): Promise<ReceivedFile> {
  return new Promise((resolve, reject) => {
    form(bytesMax)(request, response, (error: unknown) => {
      const [file] = (request.files as Express.Multer.File[] | undefined) ?? [];
      if (error !== undefined && error !== null) reject((error as { code?: string }).code === 'LIMIT_FILE_SIZE' ? fileTooLarge(bytesMax) : noFile());
      else if (!file) reject(noFile());
      else resolve({ bytes: file.buffer, name: file.originalname, mediaType: file.mimetype });
    });
  });
}

async function fromBody(request: Request, bytesMax: number): Promise<ReceivedFile> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of partsOf(request)) {
    bytes += part.length;
    if (bytes > bytesMax) throw fileTooLarge(bytesMax);
    parts.push(part);
  }
  if (bytes === 0) throw noFile();
  const mediaType = request.headers['content-type'];
  return { bytes: Buffer.concat(parts, bytes), ...(mediaType === undefined ? {} : { mediaType }) };
}

export const receivedFile = (request: Request, response: Response, bytesMax = defaultLimits.fileBytes): Promise<ReceivedFile> =>
  request.is('multipart/form-data') ? fromForm(request, response, bytesMax) : fromBody(request, bytesMax);

/** OpenAPI words of the batch routes, and of writes in general. */
import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiResponse } from '@nestjs/swagger';
import type { Class } from '../domain/field';
import { messageSchema } from './command-schema';

const KEY = ApiHeader({ name: 'Idempotency-Key', required: false, description: 'the same key and body give the first answer again' });
export const Prefer = ApiHeader({ name: 'Prefer', required: false, description: 'wait=proven: answer once a signed checkpoint covers what was recorded (Preference-Applied), or after ten seconds with proven: false' });
const ID = ApiParam({ name: 'id', schema: { type: 'string', pattern: '^[A-Za-z0-9-]{1,64}$' } });
const RESULT = { type: 'object', properties: { key: { type: 'string' }, status: { type: 'string', enum: ['recorded', 'replayed'] }, position: { type: 'integer' }, proven: { type: 'boolean' } } };

/** A step of the batch: its body is the data of the command it stands for. */
export const Step = (summary: string, type?: Class): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary }), KEY, Prefer, ID, ApiBody({ required: false, schema: type ? (messageSchema(type)) : { type: 'object' } }),
    ApiResponse({ status: 201, description: 'recorded', schema: RESULT }), ApiResponse({ status: 200, description: 'replayed', schema: RESULT }),
    ApiResponse({ status: 409, description: 'refused, and nothing changed (application/problem+json)' }),
  );

export const documented = (summary: string, status: number, description: string): MethodDecorator =>
  applyDecorators(ApiOperation({ summary }), ID, ApiResponse({ status, description, schema: { type: 'object' } }));

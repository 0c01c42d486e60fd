/** OpenAPI words of the reading routes, said once for all nouns. */
import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';

const text = (name: string, description: string, required = false): MethodDecorator => ApiQuery({ name, required, type: String, description });
const POSITION_HEADER = { 'Ledger-Position': { description: 'ledger position the answer speaks of', schema: { type: 'integer' as const } } };

const AsOf = text('asOf', 'what was recorded by then: a ledger position or an RFC 3339 time');
const EffectiveOn = text('effectiveOn', 'what had happened by this business date');
const MinPosition = text('minPosition', 'wait (bounded) until this position is examined');
const Limit = ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } });
const After = text('after', '`next` of the page before');
const Region = text('region', 'only this region and what lies below it');
const Id = ApiParam({ name: 'id', schema: { type: 'string', pattern: '^[A-Za-z0-9-]{1,64}$' } });

export const ok = (description: string): MethodDecorator => ApiResponse({ status: 200, description, headers: POSITION_HEADER, schema: { type: 'object' } });
const Unknown = ApiResponse({ status: 404, description: 'not in the ledger, or outside your region (application/problem+json)' });
export const Forbidden = ApiResponse({ status: 403, description: 'not for your role (application/problem+json)' });

export const ListRead = (title: string): MethodDecorator =>
  applyDecorators(ApiOperation({ summary: `${title}: list` }), Region, AsOf, MinPosition, Limit, After, ok('{items: […], next?}'), Forbidden);
export const StateRead = (title: string): MethodDecorator =>
  applyDecorators(ApiOperation({ summary: `${title}: state` }), Id, AsOf, EffectiveOn, MinPosition, ok('state at that moment'), Forbidden, Unknown);
export const HistoryRead = (title: string): MethodDecorator =>
  applyDecorators(ApiOperation({ summary: `${title}: events in order` }), Id, AsOf, EffectiveOn, MinPosition, Limit, After, ok('{items: [event…], next?}'), Forbidden, Unknown);
export const KnownRead = (title: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: `${title}: what was known then, beside what is known now` }), Id, text('asOf', 'known then: a ledger position or an RFC 3339 time', true), EffectiveOn, MinPosition,
    ok('{then: {position, state}, now: {position, state}, differs: [{pointer, from?, to?}], learned: [event…]}; state is null where nothing was known'), Forbidden, Unknown,
  );
export const ChangesRead = (title: string): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: `${title}: what differs between two moments` }), Id,
    text('from', 'a business date, a ledger position or an RFC 3339 time', true), text('to', 'likewise', true), MinPosition,
    ok('{changes: [{pointer, from?, to?}], added: [event…], removed: [event…]}'), Forbidden, Unknown,
  );

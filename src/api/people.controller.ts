/** Personal data in clear, and its erasure: each recorded in the ledger before it is done, each by those whose work it is. */
import { Body, Controller, Headers, HttpCode, Post, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ErasureRequested, PersonalDataRevealed } from '../domain/access';
import type { Actor } from '../domain/decider';
import { Refused } from '../domain/refused';
import { Vault } from '../vault/vault';
import { requireRole, Who } from './actor';
import { bodyOf, keyOr, sent } from './batch-step';
import { checkFields, CommandIntake } from './command-intake';
import { Erasures } from './erasures';
import { Reveal } from './reveal';
import { SubjectStanding } from './subject-standing';

const KEY = ApiHeader({ name: 'Idempotency-Key', required: false });
const SHORT_OF_ALL = 100;

const unknownRefs = (): Refused => new Refused('subject-unknown', { zh: '有引用不存在,或不在您的辖区', en: 'a reference is unknown, or outside your region' }, 'unknown');

@ApiTags('people')
@Controller('v1/people')
export class PeopleController {
  constructor(
    private readonly queries: QueryBus, private readonly intake: CommandIntake, private readonly vault: Vault, private readonly standing: SubjectStanding, private readonly erasures: Erasures,
  ) {}

  /** Recorded first: whoever cannot write down that they looked does not see. Every other answer of the service shows people masked. */
  @Post('reveal')
  @HttpCode(200)
  @KEY
  @ApiOperation({ summary: '查看明文 · people, accounts and register numbers in clear, for auditor and inspector; who looked and why is recorded first' })
  @ApiBody({ schema: { type: 'object', required: ['refs', 'reason'], properties: { refs: { type: 'array', maxItems: SHORT_OF_ALL, items: { type: 'string' } }, reason: { type: 'string' }, caseId: { type: 'string' } }, additionalProperties: false } })
  @ApiResponse({ status: 200, description: '{position, people: {ref: {kind, …} | {erased: true}}}' })
  async reveal(@Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    requireRole(actor, 'auditor', 'inspector');
    const { refs, reason, caseId, ...unknown } = bodyOf(body);
    const used = keyOr(key);
    const data = { subjectRefs: refs, purpose: actor.role === 'auditor' ? 'audit' : 'inspection', reason, ...(caseId === undefined ? {} : { caseStreamId: caseId }), ...unknown };
    const wrong = checkFields({ rule: { data: PersonalDataRevealed, kind: 'wish', by: [] } }, data);
    if (wrong) throw wrong;
    const { subjectRefs } = data as unknown as PersonalDataRevealed;
    if (subjectRefs.length === 0 || subjectRefs.length > SHORT_OF_ALL) throw new Refused('too-many-people', { zh: `一次可查看 1–${String(SHORT_OF_ALL)} 个主体`, en: `open 1 to ${String(SHORT_OF_ALL)} subjects at once` }, 'malformed');
    const mine = await this.standing.inRegion(subjectRefs, actor);
    if (subjectRefs.some((ref) => !mine.has(ref))) throw unknownRefs();
    const { position, people } = await this.queries.execute(new Reveal(data as unknown as PersonalDataRevealed, used, actor));
    response.setHeader('Cache-Control', 'no-store');
    return { position, people };
  }

  @Post('erasure')
  @HttpCode(201)
  @KEY
  @ApiOperation({ summary: '申请删除 · ask that a subject be erased: {ref, basis, occurredOn?}' })
  @ApiBody({ schema: { type: 'object', required: ['ref', 'basis'], properties: { ref: { type: 'string' }, basis: { type: 'string' }, occurredOn: { type: 'string', format: 'date' } }, additionalProperties: false } })
  @ApiResponse({ status: 201, description: '{key, status, position}' })
  async request(@Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    requireRole(actor, 'admin', 'office');
    const { ref, ...rest } = bodyOf(body);
    const data = { subjectRef: ref, ...rest };
    const wrong = checkFields({ rule: { data: ErasureRequested, kind: 'wish', by: [] } }, data);
    if (wrong) throw wrong;
    await this.known(ref, actor);
    const used = keyOr(key);
    return sent(response, used, await this.intake.one({ key: used, type: 'RequestErasure', id: ref, data }, undefined, actor));
  }

  @Post('erasure/approve')
  @HttpCode(201)
  @KEY
  @ApiOperation({ summary: '批准删除 · a second person approves, and the subject is erased: {ref}; refused while a flag is open or vouchers must be kept' })
  @ApiBody({ schema: { type: 'object', required: ['ref'], properties: { ref: { type: 'string' } }, additionalProperties: false } })
  @ApiResponse({ status: 201, description: '{key, status, position}' })
  async approve(@Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    requireRole(actor, 'admin', 'office');
    const { ref, ...rest } = bodyOf(body);
    const data = { subjectRef: ref, ...rest };
    await this.known(ref, actor);
    const used = keyOr(key);
    return sent(response, used, await this.erasures.erase(data, used, actor));
  }

  private async known(ref: unknown, actor: Actor): Promise<void> {
    if (typeof ref !== 'string' || !(await this.standing.inRegion([ref], actor)).has(ref)) throw unknownRefs();
  }
}

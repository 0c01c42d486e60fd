/** Finds households by a number that may never stand in an address: it comes in a body, is turned into a reference, and is not kept. */
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Actor } from '../domain/decider';
import { Refused } from '../domain/refused';
import { Vault } from '../vault/vault';
import { Who } from './actor';
import { bodyOf } from './batch-step';
import { MaskedPeople } from './masked-people';
import { ok } from './read-docs';
import { ReadPool } from './read-pool';
import { mayRead } from './readers';

interface Found {
  readonly household_id: string;
  readonly region: string;
  readonly ref: string;
}

const BY_PERSON = `
  SELECT DISTINCT household_id, region, person_ref AS ref FROM facts.household_member WHERE person_ref = $1 AND starts_with(region, $2) ORDER BY household_id`;
const BY_REGISTER = `
  SELECT household_id, region, register_ref AS ref FROM facts.household WHERE register_ref = $1 AND starts_with(region, $2) ORDER BY household_id`;

@ApiTags('households')
@Controller('v1/households')
export class HouseholdFindController {
  constructor(private readonly pool: ReadPool, private readonly vault: Vault, private readonly people: MaskedPeople) {}

  @Post('find')
  @HttpCode(200)
  @ApiOperation({ summary: '查户 · households by identity number or register number' })
  @ApiBody({ schema: { type: 'object', properties: { idNumber: { type: 'string' }, registerNumber: { type: 'string' } }, additionalProperties: false } })
  @ok('{items: [{id, region, personRef?}]}')
  async find(@Body() body: unknown, @Who() actor: Actor): Promise<object> {
    mayRead(actor, 'household');
    const { idNumber, registerNumber } = bodyOf(body);
    if (typeof idNumber === 'string') return this.byPerson(idNumber, actor);
    if (typeof registerNumber === 'string') {
      const byHousehold = await this.look(BY_REGISTER, await this.vault.find('register', registerNumber), actor);
      return byHousehold.length > 0 ? this.answer(byHousehold, actor) : this.byPerson(registerNumber, actor);
    }
    throw new Refused('malformed-request', { zh: '请给出 idNumber 或 registerNumber', en: 'give idNumber or registerNumber' }, 'malformed');
  }

  private async byPerson(number: string, actor: Actor): Promise<object> {
    return this.answer(await this.look(BY_PERSON, await this.vault.find('person', number), actor), actor);
  }

  private async look(sql: string, ref: string | undefined, actor: Actor): Promise<readonly Found[]> {
    return ref === undefined ? [] : (await this.pool.query<Found>(sql, [ref, actor.region])).rows;
  }

  private async answer(found: readonly Found[], actor: Actor): Promise<object> {
    const items = found.map(({ household_id: id, region, ref }) => ({ id, region, [ref.startsWith('p-') ? 'personRef' : 'registerRef']: ref }));
    return { items, ...(await this.people.of(items, actor)) };
  }
}

/** The catalogue of rules: what each asks, why, with which parameters, since when it judges. */
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { allRules, ruleCalled } from '../../projections/anomalies/catalogue';
import type { Rule } from '../../projections/anomalies/rule';
import { ruleInPractice } from '../../projections/views/rule-quality';
import type { Actor } from '../domain/decider';
import { Refused } from '../domain/refused';
import { Who } from './actor';
import { ok } from './read-docs';
import { ReadPool } from './read-pool';
import { Pinned } from './pinned';
import { mayRead, OVERSEERS } from './readers';

interface Released {
  readonly rule: string;
  readonly version: number;
  readonly position: number;
  readonly textHash: string;
}

const RELEASES = 'SELECT rule, version::int AS version, position::float8 AS position, text_hash AS "textHash" FROM facts.rule_release ORDER BY rule, position';
const PARAMETERS = 'SELECT name, value::float8 AS value, basis, region, effective_from::text AS "effectiveFrom", position::float8 AS position FROM facts.rule_parameter WHERE rule = $1 ORDER BY position';

const summary = (rule: Rule, releases: readonly Released[]): object => ({
  code: rule.code, title: rule.title, harm: rule.harm, basis: rule.basis, parameters: rule.parameters, mustAct: rule.mustAct,
  releases: releases.filter((one) => one.rule === rule.code).map(({ version, position, textHash }) => ({ version, position, textHash })), textHash: rule.textHash,
});

@ApiTags('rules')
@Controller('v1/rules')
export class RulesController {
  constructor(private readonly pool: ReadPool, private readonly pinned: Pinned) {}

  @Get()
  @ApiOperation({ summary: '规则目录 · every rule' })
  @ok('{items: [rule…]}')
  async list(@Who() actor: Actor): Promise<object> {
    mayRead(actor, 'rule');
    const { rows } = await this.pool.query<Released>(RELEASES);
    return { items: allRules().map((rule) => summary(rule, rows)) };
  }

  @Get(':code')
  @ApiOperation({ summary: '规则 · one rule: its query, method, parameters, examples, usual innocent explanations; to those who oversee also its coverage and quality in their region' })
  @ok('the rule')
  async rule(@Param('code') code: string, @Who() actor: Actor): Promise<object> {
    mayRead(actor, 'rule');
    const rule = ruleCalled(code);
    if (!rule) throw new Refused('rule-unknown', { zh: '没有此规则', en: 'there is no such rule' }, 'unknown');
    const releases = await this.pool.query<Released>(RELEASES);
    const parameters = await this.pool.query<object>(PARAMETERS, [code]);
    return {
      ...summary(rule, releases.rows), query: rule.query, touches: rule.touches, parametersSet: parameters.rows, innocent: rule.innocent, clears: rule.clears,
      flagged: rule.flagged.map(({ told }) => told), clean: rule.clean.map(({ told }) => told), ...(await this.inPractice(code, actor)),
    };
  }

  /** What it found and could not decide is not for those it may be about. */
  private async inPractice(code: string, actor: Actor): Promise<object> {
    if (!OVERSEERS.includes(actor.role)) return {};
    return ruleInPractice(this.pool, code, actor.region, await this.pinned.examined({ at: undefined }, {}));
  }
}

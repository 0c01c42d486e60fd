/** One reading controller per noun, all alike: list, state, history, changes, known then and now. Writes go through POST /v1/commands. */
import { Controller, Get, Param, Query, Res, type Type } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Actor, Decider } from '../domain/decider';
import { deciderOf } from '../domain/nouns';
import { Who } from './actor';
import { NounLists, type ListQuery } from './noun-lists';
import { NounReads, type Answer, type ReadQuery } from './noun-reads';
import { acceptedId } from './personal-looking';
import { ChangesRead, HistoryRead, KnownRead, ListRead, StateRead } from './read-docs';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- states differ per noun; only their own decider looks inside.
type AnyDecider = Decider<any, any, any>;

export interface NounRoute {
  readonly path: string;
  readonly noun: string;
  readonly title: string;
}

export const NOUN_ROUTES: readonly NounRoute[] = [
  { path: 'allocations', noun: 'allocation', title: '指标 · allocation' },
  { path: 'programmes', noun: 'programme', title: '补贴项目 · programme' },
  { path: 'projects', noun: 'project', title: '项目 · project' },
  { path: 'households', noun: 'household', title: '户 · household' },
  { path: 'benefits', noun: 'benefit', title: '待遇 · benefit' },
  { path: 'houses', noun: 'house', title: '住房 · house' },
  { path: 'loans', noun: 'loan', title: '扶贫小额信贷 · loan' },
  { path: 'rosters', noun: 'roster', title: '花名册 · roster' },
  { path: 'registers', noun: 'register', title: '名册 · register' },
  { path: 'payments', noun: 'payment', title: '支付令 · payment order' },
  { path: 'statements', noun: 'statement', title: '对账单 · account statement' },
  { path: 'batches', noun: 'batch', title: '批次 · batch' },
  { path: 'years', noun: 'year', title: '财政年度 · fiscal year' },
  { path: 'calendars', noun: 'calendar', title: '工作日历 · calendar' },
  { path: 'regions', noun: 'region', title: '区划 · region codes' },
  { path: 'cases', noun: 'case', title: '案件 · case' },
  { path: 'complaints', noun: 'complaint', title: '信访举报 · complaint' },
  { path: 'engagements', noun: 'engagement', title: '审计项目 · audit engagement' },
  { path: 'inquiries', noun: 'inquiry', title: '征求意见 · inquiry' },
  { path: 'rectifications', noun: 'rectification', title: '整改 · rectification' },
  { path: 'recoveries', noun: 'recovery', title: '追回 · recovery' },
];

/** Sends the body and says which position it speaks of. */
export function answer(response: Response, { position, body }: Answer): object {
  response.setHeader('Ledger-Position', String(position));
  return body;
}

const deciderFor = (noun: string): AnyDecider => {
  const decider = deciderOf(noun);
  if (!decider) throw new Error(`no decider for ${noun}`);
  return decider;
};

/** Controllers are classes, and routes differ by class: so each noun gets one. */
export function nounController({ path, noun, title }: NounRoute): Type {
  @ApiTags(path)
  @Controller(`v1/${path}`)
  class NounController {
    constructor(private readonly reads: NounReads, private readonly lists: NounLists) {}

    @Get()
    @ListRead(title)
    async list(@Query() query: ListQuery, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
      return answer(response, await this.lists.list(noun, query, actor));
    }

    @Get(':id')
    @StateRead(title)
    async state(@Param('id') id: string, @Query() query: ReadQuery, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
      return answer(response, await this.reads.state(deciderFor(noun), acceptedId(id), query, actor));
    }

    @Get(':id/history')
    @HistoryRead(title)
    async history(@Param('id') id: string, @Query() query: ReadQuery, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
      return answer(response, await this.reads.history(deciderFor(noun), acceptedId(id), query, actor));
    }

    @Get(':id/changes')
    @ChangesRead(title)
    async changes(@Param('id') id: string, @Query() query: ReadQuery, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
      return answer(response, await this.reads.changes(deciderFor(noun), acceptedId(id), query, actor));
    }

    @Get(':id/known')
    @KnownRead(title)
    async known(@Param('id') id: string, @Query() query: ReadQuery, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
      return answer(response, await this.reads.known(deciderFor(noun), acceptedId(id), query, actor));
    }
  }
  Object.defineProperty(NounController, 'name', { value: `${noun.charAt(0).toUpperCase()}${noun.slice(1)}Controller` });
  return NounController;
}

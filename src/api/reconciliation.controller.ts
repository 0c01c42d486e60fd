/** Bank and treasury statements against the ledger: what agrees, and what stands on one side only, by age. */
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Pool } from 'pg';
import { movementsAt, type Movements } from '../../projections/views/account-movements';
import { ageOf, byAge, reconcile, sums, type LedgerItem, type Reconciled, type StatementItem } from '../../projections/views/reconciliation';
import type { Actor } from '../domain/decider';
import { Refused } from '../domain/refused';
import { STATEMENT_KINDS } from '../domain/statement';
import { isRegionCode } from '../identifiers/region-code';
import { POOL } from '../tokens';
import { Who } from './actor';
import { momentFrom } from './moment';
import { answer } from './nouns.controller';
import { paged, pageFrom } from './pages';
import { Pinned } from './pinned';
import { ListRead } from './read-docs';
import { mayRead, seesRegion, unknownSubject } from './readers';

type Asked = Readonly<Partial<Record<'kind' | 'region' | 'side' | 'items' | 'windowDays' | 'limit' | 'after' | 'asOf' | 'effectiveOn' | 'minPosition', string>>>;

const WINDOW_USUAL = 3;
const WINDOW_MAX = 60;
const SIDES = ['ledger', 'statement'] as const;
type Side = (typeof SIDES)[number];

const wrong = (name: string, zh: string, en: string): Refused =>
  new Refused('malformed-request', { zh: `参数 ${name} ${zh}`, en: `the parameter ${name} ${en}` }, 'malformed', [{ pointer: `/${name}`, code: 'bad-parameter', text: { zh, en } }]);

interface Wanted {
  readonly kind: 'bank' | 'treasury';
  readonly region: string;
  readonly windowDays: number;
  readonly matched: boolean;
  readonly side: Side | undefined;
}

function wantedBy(asked: Asked, actor: Actor): Wanted {
  const kind = STATEMENT_KINDS.find((known) => known === asked.kind);
  if (!kind) throw wrong('kind', '应为 bank 或 treasury', 'must be bank or treasury');
  const region = asked.region ?? actor.region;
  if (region !== '' && !isRegionCode(region)) throw wrong('region', '应为区划代码', 'must be a region code');
  if (!seesRegion(actor, region)) throw unknownSubject(`region-${region}`);
  const windowDays = asked.windowDays === undefined ? WINDOW_USUAL : Number(asked.windowDays);
  if (!Number.isInteger(windowDays) || windowDays < 0 || windowDays > WINDOW_MAX) throw wrong('windowDays', `应为 0–${String(WINDOW_MAX)} 的整数`, `must be a whole number from 0 to ${String(WINDOW_MAX)}`);
  if (asked.items !== undefined && asked.items !== 'matched' && asked.items !== 'unmatched') throw wrong('items', '应为 matched 或 unmatched', 'must be matched or unmatched');
  const side = SIDES.find((known) => known === asked.side);
  if (asked.side !== undefined && !side) throw wrong('side', '应为 ledger 或 statement', 'must be ledger or statement');
  return { kind, region, windowDays, matched: asked.items === 'matched', side };
}

@ApiTags('reconciliation')
@Controller('v1/reconciliation')
export class ReconciliationController {
  constructor(@Inject(POOL) private readonly pool: Pool, private readonly pinned: Pinned) {}

  @Get()
  @ListRead('对账 · reconciliation: {totals of both sides, by age; items: [unmatched, or matched groups]}')
  @ApiQuery({ name: 'kind', required: true, enum: STATEMENT_KINDS, description: 'account of the agent bank, or zero-balance account of the treasury' })
  @ApiQuery({ name: 'side', required: false, enum: SIDES, description: 'items of this side only' })
  @ApiQuery({ name: 'items', required: false, enum: ['unmatched', 'matched'] })
  @ApiQuery({ name: 'windowDays', required: false, type: Number, description: 'days a booking may lie from its movement where nothing but amount and direction tell (3)' })
  async read(@Query() asked: Asked, @Who() actor: Actor, @Res({ passthrough: true }) response: Response): Promise<object> {
    mayRead(actor, 'reconciliation');
    const { kind, region, windowDays, matched, side } = wantedBy(asked, actor);
    const page = pageFrom(asked, ['ordinal']);
    const at = await this.pinned.examined(page, asked);
    const { effectiveOn } = momentFrom(asked.effectiveOn === undefined ? {} : { effectiveOn: asked.effectiveOn });
    const movements = await movementsAt(this.pool, { at, region, kind, ...(effectiveOn === undefined ? {} : { effectiveOn }) });
    const result = reconcile(movements.ledger, movements.statement, windowDays);
    const today = movements.today ?? lastDay(movements);
    const items = matched ? matchedItems(movements, result) : unmatchedItems(movements, result, today, side);
    const from = page.after === undefined ? 0 : Math.max(0, Number(page.after[0]) + 1);
    const numbered = items.slice(from, from + page.limit + 1).map((item, index) => ({ item, number: from + index }));
    const shown = paged(numbered, page.limit, at, ({ number }) => [number]);
    const body = { region, kind, today, windowDays, accounts: movements.accounts, ...totalsOf(movements, result, today), items: shown.items.map(({ item }) => item), ...(shown.next === undefined ? {} : { next: shown.next }) };
    return answer(response, { position: at, body });
  }
}

const lastDay = ({ ledger, statement }: Movements): string => [...ledger, ...statement].reduce((last, { on }) => (on > last ? on : last), '1900-01-01');

function totalsOf({ ledger, statement }: Movements, { groups, ledgerLeft, statementLeft }: Reconciled, today: string): object {
  const side = (items: readonly (LedgerItem | StatementItem)[], name: Side, left: readonly number[]): object => ({
    total: sums(items, items.keys()), matched: sums(items, groups.flatMap((group) => group[name])), unmatched: { ...sums(items, left), byAge: byAge(items, left, today) },
  });
  const matchedBy = Object.fromEntries((['reference', 'batch-sum', 'amount-date'] as const).map((by) => [by, groups.filter((group) => group.by === by).length]));
  return { ledger: side(ledger, 'ledger', ledgerLeft), statement: side(statement, 'statement', statementLeft), matchedBy };
}

const withoutOrdinal = <T extends { ordinal: number }>({ ordinal: _, ...item }: T): Omit<T, 'ordinal'> => item;

function matchedItems({ ledger, statement }: Movements, { groups }: Reconciled): readonly object[] {
  return groups.map(({ by, ...group }) => ({
    by, ledger: group.ledger.map((index) => withoutOrdinal(ledger[index] as LedgerItem)), statement: group.statement.map((index) => withoutOrdinal(statement[index] as StatementItem)),
  }));
}

/** Oldest first: what has waited longest is asked about first. */
function unmatchedItems({ ledger, statement }: Movements, result: Reconciled, today: string, wanted: Side | undefined): readonly object[] {
  const shown = (side: Side, index: number): { readonly side: Side; readonly on: string; readonly age: string; readonly candidates: readonly object[] } => {
    const item = withoutOrdinal((side === 'ledger' ? ledger : statement)[index] as LedgerItem | StatementItem);
    const candidates = side === 'ledger' ? result.ledgerCandidates.get(index)?.map((other) => lineName(statement[other] as StatementItem)) : result.statementCandidates.get(index)?.map((other) => moveName(ledger[other] as LedgerItem));
    return { side, ...item, age: ageOf(item.on, today), candidates: candidates ?? [] };
  };
  const left = [...result.ledgerLeft.map((index) => shown('ledger', index)), ...result.statementLeft.map((index) => shown('statement', index))];
  const some = wanted === undefined ? left : left.filter((item) => item.side === wanted);
  return some.sort((one, other) => (one.on < other.on ? -1 : Number(one.on > other.on)));
}

const lineName = ({ accountId, statementId, line }: StatementItem): object => ({ accountId, statementId, line });
const moveName = ({ holder, holderId, causeId, position }: LedgerItem): object => ({ holder, holderId, causeId, position });

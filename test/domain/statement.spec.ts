/** Statements of one account follow each other; what does not fit is recorded beside them and never refused. */
import statement, { breaksOf, type StatementIrregular } from '../../src/domain/statement';
import { type Told, hash, ref, storyOf, told } from '../support/story';

const { given, fold } = storyOf(statement, { id: 'zero-1', by: 'clerk', role: 'clerk' });
const header = (over: object = {}) => ({
  statementId: 'may', kind: 'treasury', region: '422899', accountRef: ref('a', 1), from: '2018-05-01', until: '2018-05-31', openingFen: 0, closingFen: 100_00, lineCount: 3, inFen: 300_00, outFen: 200_00,
  contentHash: hash('a'), occurredOn: '2018-06-02', ...over,
});
const june = (over: object = {}) => header({ statementId: 'june', from: '2018-06-01', until: '2018-06-30', openingFen: 100_00, closingFen: 100_00, lineCount: 0, inFen: 0, outFen: 0, contentHash: hash('b'), occurredOn: '2018-07-02', ...over });
const line = (n: number) => ({ line: n, bookedOn: '2018-05-09', direction: 'out', amountFen: 100_00 });
const lines = (...numbers: readonly number[]) => ({ statementId: 'may', lines: numbers.map(line), occurredOn: '2018-06-02' });
const may: readonly Told[] = [told('StatementReceived', header())];
const found = (history: readonly Told[], data: object): unknown[] =>
  given(...history).when('ReceiveStatement', data).events().slice(1).map((event) => {
    const { kind, expected, stated, expectedOn, statedOn } = event.data as StatementIrregular;
    return [kind, expected ?? expectedOn, stated ?? statedOn];
  });

describe('a statement', () => {
  it('opens its account; the next continues it', () => {
    given().when('ReceiveStatement', header()).thenRecords('StatementReceived');
    given(...may).when('ReceiveStatement', june()).thenRecords('StatementReceived');
  });

  it.each<[string, readonly Told[], object, unknown[]]>([
    ['begins with another balance', may, june({ openingFen: 99_00, closingFen: 99_00 }), [['opening-differs', 100_00, 99_00]]],
    ['leaves days out', may, june({ from: '2018-06-04' }), [['gap', '2018-06-01', '2018-06-04']]],
    ['covers days twice', may, june({ from: '2018-05-31' }), [['overlap', '2018-06-01', '2018-05-31']]],
    ['does not add up', [], header({ closingFen: 99_00 }), [['sums-differ', 100_00, 99_00]]],
    ['holds fewer lines than declared', [], header({ declaredCount: 4 }), [['count-differs', 3, 4]]],
    ['holds other sums than declared', [], header({ declaredInFen: 1, declaredOutFen: 200_00 }), [['total-differs', 300_00, 1]]],
  ])('that %s stands as it was handed over, and says so', (_what, history, data, expected) => {
    expect(found(history, data)).toEqual(expected);
  });

  it('handed in late mends the gap its absence made', () => {
    const july = june({ statementId: 'july', from: '2018-07-01', until: '2018-07-31', contentHash: hash('c'), occurredOn: '2018-08-02' });
    const gap = [...may, ...given(...may).when('ReceiveStatement', july).events()];
    expect(breaksOf(fold(gap))).toMatchObject([{ statementId: 'july', kind: 'gap' }]);
    const mended = [...gap, ...given(...gap).when('ReceiveStatement', june({ occurredOn: '2018-08-03' })).events()];
    expect(breaksOf(fold(mended))).toEqual([]);
  });

  it('handed in twice adds nothing, under whatever name; another under its name is refused', () => {
    given(...may).when('ReceiveStatement', header()).then();
    given(...may).when('ReceiveStatement', header({ statementId: 'again' })).then();
    given(...may).when('ReceiveStatement', header({ contentHash: hash('d') })).thenRefuses('statement-id-used');
  });

  it('is of one account, of the past, and of those who may hand it in', () => {
    given(...may).when('ReceiveStatement', june({ accountRef: ref('a', 2) })).thenRefuses('statement-of-another-account');
    given().when('ReceiveStatement', header({ until: '2018-06-03' })).thenRefuses('statement-of-the-future');
    given().when('ReceiveStatement', header({ until: '2018-04-03' })).thenRefuses('dates-reversed');
    given().when('ReceiveStatement', header(), { role: 'bank' }).thenRefuses('statement-not-of-the-bank');
    given().when('ReceiveStatement', header({ kind: 'bank' }), { role: 'bank' }).thenRecords('StatementReceived');
  });
});

describe('its lines', () => {
  const first = [...may, told('StatementLinesEntered', lines(1, 2))];
  it('come in order, each once, and no more than were counted', () => {
    given(...may).when('EnterStatementLines', lines(1, 2)).thenRecords('StatementLinesEntered');
    given(...first).when('EnterStatementLines', lines(1, 2)).then();
    given(...first).when('EnterStatementLines', lines(3)).thenRecords('StatementLinesEntered');
    given(...first).when('EnterStatementLines', lines(2, 3)).thenRefuses('statement-lines-misplaced');
    given(...first).when('EnterStatementLines', lines(3, 4)).thenRefuses('statement-lines-misplaced');
    given(...first).when('EnterStatementLines', lines(4)).thenRefuses('statement-lines-misplaced');
    given(...may).when('EnterStatementLines', lines(1, 3)).thenRefuses('statement-lines-unordered');
    given(...may).when('EnterStatementLines', { ...lines(1), statementId: 'other' }).thenRefuses('statement-unknown');
  });

  it('are counted, so that missing ones show', () => {
    expect(fold(first).statements).toMatchObject([{ statementId: 'may', lineCount: 3, entered: 2 }]);
  });
});

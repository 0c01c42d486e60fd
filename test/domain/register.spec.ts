/** A register's parts never hold more than its header declared. */
import register from '../../src/domain/register';
import { hash, ref, storyOf, told } from '../support/story';

const { given } = storyOf(register, { role: 'office' });
const header = {
  kind: 'deceased', region: '422899', source: '县民政局', asOf: '2018-03-31', count: 120, addedCount: 2, removedCount: 1, contentHash: hash('c'), occurredOn: '2018-04-03',
};
const row = (number: number) => ({ change: 'added', personRef: ref('p', number), on: '2018-03-02' });
const gone = { change: 'removed', personRef: ref('p', 7) };
const part = (...rows: object[]) => ({ kind: 'deceased', region: '422899', rows });
const imported = told('RegisterImported', header);

describe('a register', () => {
  it('opens with its header', () => {
    given().when('ImportRegister', header).thenRecords('RegisterImported');
    given().when('ImportRegister', { ...header, addedCount: 121 }).thenRefuses('more-new-than-all');
    given().when('ImportRegister', { ...header, asOf: '2018-04-04' }).thenRefuses('as-of-after-hand-over');
  });

  it('is imported again by a header of the same kind and region, which declares anew', () => {
    const part1 = told('RegisterRowsEntered', part(row(1), row(2)));
    const june = { ...header, asOf: '2018-06-30', occurredOn: '2018-07-02', addedCount: 1 };
    given(imported, part1).when('ImportRegister', june).thenRecords('RegisterImported');
    given(imported).when('ImportRegister', { ...june, kind: 'payroll' }).thenRefuses('other-register');
    given(imported).when('ImportRegister', { ...june, region: '422826' }).thenRefuses('other-register');
    const again = told('RegisterImported', june);
    given(imported, part1, again).when('EnterRegisterRows', part(row(3), gone)).thenRecords('RegisterRowsEntered');
    given(imported, part1, again).when('EnterRegisterRows', part(row(3), row(4))).thenRefuses('more-rows-than-declared');
    expect(given(imported, part1, again, told('RegisterRowsEntered', part(row(3), gone))).state()).toMatchObject({ added: 1, removed: 1, rows: 2, imports: 2 });
  });

  it('takes its rows in parts, up to what the header declared', () => {
    given(imported).when('EnterRegisterRows', part(row(1), row(2), gone)).thenRecords('RegisterRowsEntered');
    const first = told('RegisterRowsEntered', part(row(1), gone));
    given(imported, first).when('EnterRegisterRows', part(row(2))).thenRecords('RegisterRowsEntered');
    given(imported, first).when('EnterRegisterRows', part(row(2), row(3))).thenRefuses('more-rows-than-declared');
    given(imported, first).when('EnterRegisterRows', part(gone)).thenRefuses('more-rows-than-declared');
  });

  it.each([
    ['other-register', { ...part(row(1)), kind: 'payroll' }],
    ['other-register', { ...part(row(1)), region: '422826' }],
    ['no-rows', part()],
    ['row-names-nobody', part({ change: 'added', on: '2018-03-02' })],
  ])('refuses a part as %s', (code, data) => {
    given(imported).when('EnterRegisterRows', data).thenRefuses(code);
  });

  it('belongs to the region of its header', () => {
    given().when('EnterRegisterRows', part(row(1))).thenRefuses('not-found');
    expect(register.region(given(imported).state(), part(row(1)))).toBe('422899');
    expect(register.region(register.initial, header)).toBe('422899');
  });
});

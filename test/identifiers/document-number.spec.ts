/** Document numbers: one spelling for every bracket. */
import { normaliseDocumentNumber, readDocumentNumber } from '../../src/identifiers/document-number';

describe('document numbers', () => {
  it.each([
    '财农〔2017〕12号', '财农(2017)12号', '财农[2017]12号', '财农【2017】12号', '财农「2017」12号', ' 财农 ﹝2017﹞ 12 号',
    '财农\uff082017\uff0912号', '财农\uff3b2017\uff3d12号', '财农〔\uff12\uff10\uff11\uff17〕第012号',
  ])('reads %s as 财农〔2017〕12号', (text) => {
    expect(readDocumentNumber(text)).toEqual({ text: '财农〔2017〕12号', issuer: '财农', year: '2017', number: 12 });
  });

  it('keeps what is no document number', () => {
    expect(readDocumentNumber('会议纪要第3期')).toBeUndefined();
    expect(normaliseDocumentNumber('　会议纪要第3期 ')).toBe('会议纪要第3期');
    expect(readDocumentNumber('财农2017 12号')).toBeUndefined();
    expect(readDocumentNumber('财农〔2017〕0号')).toBeUndefined();
  });

  it('changes a normalised number no further', () => {
    for (const text of ['鄂财农发〔2018〕12号', '泉财农〔2020〕268号']) expect(normaliseDocumentNumber(normaliseDocumentNumber(text))).toBe(text);
  });
});

/** Problems: one shape, both languages, and never a word of the database or the code. */
import { HttpException, NotFoundException, UnauthorizedException } from '@nestjs/common';
import { languageOf, problemBody, problemOf } from '../../src/api/problem';
import { Refused, type RefusalKind } from '../../src/domain/refused';
import { Fenced, Overloaded } from '../../src/event-store/event-store';

const text = { zh: '余额不足', en: 'the balance does not cover it' };

describe('a refusal', () => {
  it.each<[RefusalKind, number]>([['malformed', 400], ['forbidden', 403], ['unknown', 404], ['refused', 409]])('that is %s answers %i with its own code and words', (kind, status) => {
    expect(problemOf(new Refused('over-drawn', text, kind))).toMatchObject({ status, code: 'over-drawn', text });
  });

  it('says it in the language asked for, both always, with pointers', () => {
    const errors = [{ pointer: '/amountFen', code: 'too-large', text: { zh: '过大', en: 'too large' } }];
    expect(problemBody(problemOf(new Refused('over-drawn', text, 'refused', errors)), 'en')).toEqual({
      type: 'urn:mingzhang:problem:over-drawn', title: 'Refused', status: 409, detail: text.en, code: 'over-drawn', text,
      errors: [{ pointer: '/amountFen', code: 'too-large', detail: 'too large', text: { zh: '过大', en: 'too large' } }],
    });
  });
});

describe('a service that cannot', () => {
  it('because it is full answers 503 and when to come again', () => {
    expect(problemOf(new Overloaded(3))).toMatchObject({ status: 503, code: 'overloaded', retryAfterSeconds: 3 });
  });

  it('because another took over answers 503', () => {
    expect(problemOf(new Fenced(1, 2))).toMatchObject({ status: 503, code: 'fenced' });
  });

  it.each(['ECONNREFUSED', '57P01', '08006'])('because the database is away (%s) answers 503', (code) => {
    expect(problemOf(Object.assign(new Error('secret'), { code }))).toMatchObject({ status: 503, code: 'database-away' });
  });
});

it('shows two hundred errors at most, and says how many more there are', () => {
  const text = { zh: '无此字段', en: 'no such field' };
  const errors = Array.from({ length: 10_000 }, (_, at) => ({ pointer: `/x${String(at)}`, code: 'unknown-field', text }));
  const body = problemBody(problemOf(new Refused('malformed-command', text, 'malformed', errors)), 'en') as { errors: { pointer: string }[]; errorsLeftOut: number };
  expect({ shown: body.errors.length, last: body.errors.at(-1)?.pointer, leftOut: body.errorsLeftOut }).toEqual({ shown: 200, last: '/x199', leftOut: 9_800 });
});

describe('the framework', () => {
  it('turning a request away answers in our words, not its own', () => {
    expect(problemOf(new NotFoundException('Cannot GET /v1/people/42280119800101001X'))).toMatchObject({ status: 404, code: 'no-such-route' });
    expect(problemOf(new UnauthorizedException())).toMatchObject({ status: 401, code: 'not-signed-in' });
    expect(problemOf(new HttpException('x', 418))).toMatchObject({ status: 418, code: 'malformed-request' });
  });

  it('breaking answers 500, logged, without stack or SQL', () => {
    const error = Object.assign(new Error('invalid input syntax: "Wang"'), { code: '22P02' });
    const found = problemOf(error);
    expect(found).toMatchObject({ status: 500, code: 'internal', unforeseen: true });
    expect(JSON.stringify(problemBody(found, 'en'))).not.toMatch(/Wang|22P02| at /);
  });
});

it.each([
  [undefined, 'zh'], ['', 'zh'], ['*', 'zh'], ['fr', 'zh'], ['en', 'en'], ['en-GB,zh;q=0.8', 'en'], ['zh-CN,en;q=0.9', 'zh'], ['en;q=0.5, zh;q=0.5', 'zh'], ['EN-us', 'en'],
])('Accept-Language %s is answered in %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});

/** Checks request bodies by their classes and reports every fault with its pointer, in both languages. */
import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { unknownAt } from '../domain/field-check';
import { Refused, type FieldError } from '../domain/refused';

function faults(errors: readonly ValidationError[], pointer: string): FieldError[] {
  return errors.flatMap((error) => {
    const at = `${pointer}/${error.property}`;
    const own = Object.entries(error.constraints ?? {}).map(([code, message]): FieldError => {
      const unknown = code === 'whitelistValidation';
      return {
        pointer: unknown ? unknownAt(pointer, error.property) : at,
        code: unknown ? 'unknown-field' : 'wrong-field',
        text: unknown ? { zh: '没有这一项', en: 'there is no such field' } : { zh: '此项缺少或不符合要求', en: message },
      };
    });
    return [...own, ...faults(error.children ?? [], at)];
  });
}

export const bodyCheck = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new Refused('malformed-request', { zh: '请求内容有误,见 errors', en: 'the request is malformed, see errors' }, 'malformed', faults(errors, '')),
  });

/** JSON that passes through as the database spelt it: what is only carried from one row to another is neither read nor spelt anew. */
import { types, type CustomTypesConfig } from 'pg';

export class JsonText {
  constructor(readonly text: string) {}
}

const JSONB = types.builtins.JSONB;
const carry = (text: string): JsonText => new JsonText(text);

/** For a query whose `jsonb` columns are to be carried only. */
export const CARRIED_JSON: CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === JSONB ? carry : (types.getTypeParser(oid, format) as unknown)),
};

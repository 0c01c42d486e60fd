/** The steps on other streams a command asks for, as `execute` would ask its rule. */
import type { CommandRule, Context, Decider, Message, Step } from '../../src/domain/decider';

const context: Context = { id: '1', actor: { id: 'checker', role: 'checker', office: 'office-1', region: '422899' }, ledgerDay: undefined, cited: new Map() };

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a story tells any noun.
export function allowedSteps<S>(decider: Decider<S, any, any>, id: string) {
  const rule = (command: string): CommandRule<S> => (decider.commands as Record<string, CommandRule<S>>)[command] as CommandRule<S>;
  return {
    before: (command: string, data: object, state: S): readonly Step[] => rule(command).before?.(id, data, state, context) ?? [],
    undo: (command: string, data: object, state: S): readonly Step[] => rule(command).undo?.(id, data, state, context) ?? [],
    after: (command: string, events: readonly Message[], state: S): readonly Step[] => rule(command).after?.(id, events, state, context) ?? [],
  };
}

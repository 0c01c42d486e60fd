/** `mingzhang verify PACK|DIR|PROOF`: the offline verifier, as the single file has it too; needs neither database nor network. */
import { exitCodeOf } from '../pack/finding';
import { saidOf, verify } from '../pack/verifier';
import { Unreadable } from '../proof/unreadable';
import { BadUse, type Command, type ExitCode, type Given } from './command';

const textOf = (option: string | boolean | undefined): string | undefined => (typeof option === 'string' ? option : undefined);

async function run({ words, options, out }: Given): Promise<ExitCode> {
  try {
    const verification = verify({ words, policy: textOf(options['policy']), export: textOf(options['export']), proof: textOf(options['proof']), event: textOf(options['event']) });
    const exitCode = exitCodeOf(verification);
    if (options['json'] === true) out(JSON.stringify({ exitCode, ...verification }));
    else for (const line of saidOf(verification)) out(line);
    return exitCode;
  } catch (error) {
    // What cannot be read is bad use, not a ledger that was tampered with.
    if (error instanceof Unreadable) throw new BadUse(error.message);
    throw error;
  }
}

const command: Command = {
  summary: 'verify an evidence pack, a whole export, a proof file, or that one checkpoint continues another; offline',
  words: 'PACK|DIR|PROOF|consistency OLD NEW',
  options: {
    policy: { type: 'string', meaning: 'file: whose log it is and which witnesses must have seen it; obtained elsewhere than the pack' },
    export: { type: 'string', meaning: 'folder of a whole export, for consistency' },
    proof: { type: 'string', meaning: 'file of hashes, one a line, for consistency' },
    event: { type: 'string', meaning: 'file with the event a proof is about: header, payload, salt' },
  },
  run,
};
export default command;

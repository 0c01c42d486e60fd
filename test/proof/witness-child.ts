/** The command `mingzhang witness` in a process of its own, to be killed. */
import { runCommand } from '../../src/cli/mingzhang';

void runCommand(['witness', ...process.argv.slice(2)]).then((code) => { process.exitCode = code; });

/** Starts the service: the same as `mingzhang start`, for containers that run the built files directly. */
import 'reflect-metadata';
import { runCommand } from './cli/mingzhang';

void runCommand(['start', ...process.argv.slice(2)]).then((code) => process.exit(code));

/** The offline verifier as the build bundles it, made from the sources as they are now. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { transformSync } from '@swc/core';

const root = path.resolve(__dirname, '..', '..');

let made: string | undefined;

export function verifierBundle(): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- plain Node, as the build runs it.
  const { bundle } = require(path.join(root, 'bin', 'bundle.js')) as { bundle: (folder: string, entry: string, load: (file: string) => string) => string };
  const compiled = (file: string): string => {
    const source = file.replace(/\.js$/, '.ts');
    return transformSync(fs.readFileSync(source, 'utf8'), { filename: source, module: { type: 'commonjs' }, jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } } }).code;
  };
  return (made ??= bundle(root, 'src/pack/verifier.js', compiled));
}

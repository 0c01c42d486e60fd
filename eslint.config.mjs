// Lint: strict types, sizes, and no clock or chance where time must come from the event.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const noClockNoChance = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'the ledger day and recorded time are data: take them from the event or the context' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'the ledger day and recorded time are data: take them from the event or the context' },
  { selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']", message: 'chance enters with the command' },
  { selector: "CallExpression[callee.name=/^random/], CallExpression[callee.property.name=/^random(UUID|Bytes|Int)/]", message: 'chance enters with the command' },
  { selector: "CallExpression[callee.property.name='localeCompare']", message: 'order must not depend on the machine: compare code units' },
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'data/', 'bench/', 'web/', '**/*.js', '**/*.cjs', '**/*.mjs'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true, allowEmpty: true }],
      // Fires on NestFactory.create; classes of ours are never assigned unsafely elsewhere.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `return say(…)` and arrows that end in a call read well.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unused-expressions': ['error', { allowTernary: true }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Message classes only declare fields: their instances are plain objects read from JSON and have no prototype to lose.
      '@typescript-eslint/no-misused-spread': 'off',
      // Ports are async whether or not a store needs to wait.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/dot-notation': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'max-lines': ['error', { max: 350, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-restricted-globals': ['error', { name: 'isNaN', message: 'use Number.isNaN' }, { name: 'isFinite', message: 'use Number.isFinite' }],
    },
  },
  { files: ['src/domain/**/*.ts', 'src/identifiers/**/*.ts', 'projections/**/*.ts'], rules: { 'no-restricted-syntax': ['error', ...noClockNoChance] } },
  {
    files: ['test/**/*.ts'],
    rules: {
      // A describe block is as long as its sentences; jest's expect is loosely typed.
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // What a parser does to too long a number is what some tests ask.
      'no-loss-of-precision': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
);

import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const TYPED = ['src-shared/**/*.ts', 'src-main/**/*.ts', 'src-renderer/**/*.{ts,tsx}'];
const TYPED_TOOLS = ['migrations/**/*.ts', 'tests/**/*.{ts,tsx}', '*.config.ts'];

const CLOCK = 'Take a MasterClock (src-main/clock/master-clock.ts); nothing else reads time.';
const CIVIL_TIME = 'Instants are EpochMs; calendar arithmetic lives in src-shared/time.';
const RANDOM =
  'Use seededIndex (src-shared/model/seed.ts), so that the same inputs give the same result.';
const IPC =
  'Only src-main/transport/electron-ipc.ts and src-main/preload speak IPC; use the contract or ShellPort.';

/** Globals that would make a function depend on more than its arguments. */
const CLOCK_GLOBALS = [
  { name: 'performance', message: CLOCK },
  { name: 'setTimeout', message: CLOCK },
  { name: 'setInterval', message: CLOCK },
];
const DATE = { name: 'Date', message: CIVIL_TIME };
const IMPURE_GLOBALS = [
  { name: 'fetch', message: 'src-shared does no input or output; take the data as an argument.' },
  { name: 'crypto', message: 'src-shared is deterministic; take ids and seeds as arguments.' },
];
const RANDOM_PROPERTY = { object: 'Math', property: 'random', message: RANDOM };
const CLOCK_PROPERTIES = [
  RANDOM_PROPERTY,
  { object: 'AbortSignal', property: 'timeout', message: CLOCK },
  { object: 'process', property: 'hrtime', message: CLOCK },
  { object: 'globalThis', property: 'Date', message: CIVIL_TIME },
  { object: 'globalThis', property: 'performance', message: CLOCK },
];
const CLOCK_MODULES = [
  { name: 'node:timers', allowImportNames: ['setImmediate', 'clearImmediate'], message: CLOCK },
  { name: 'node:timers/promises', allowImportNames: ['setImmediate'], message: CLOCK },
  { name: 'node:perf_hooks', message: CLOCK },
];

const NAMED_EXPORTS = [
  {
    selector: 'ExportDefaultDeclaration',
    message: 'Export by name: the same thing then has the same name everywhere.',
  },
  {
    selector: 'ExportAllDeclaration',
    message: 'No barrels: import from the file that defines the thing.',
  },
];

const SPREAD_LITERALS = [
  {
    selector: 'ObjectExpression > SpreadElement > ObjectExpression.argument',
    message: 'Write the fields out: a spread literal switches off the check for excess properties.',
  },
];

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'dist/',
      'coverage/',
      'test-results/',
      '.cache/',
      'playwright-report/',
    ],
  },
  {
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' },
  },
  {
    files: [...TYPED, ...TYPED_TOOLS],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['src-shared', 'src-main', 'src-renderer', 'tests'].map(
          (folder) => `./${folder}/tsconfig.json`,
        ),
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-properties': ['error', RANDOM_PROPERTY],
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'electron', importNames: ['ipcMain', 'ipcRenderer'], message: IPC }] },
      ],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
      // Functions that promise something may answer at once.
      '@typescript-eslint/require-await': 'off',
      // Ports are interfaces of methods, made by factories that use no `this`; taking them apart is safe.
      '@typescript-eslint/unbound-method': 'off',
      // Brands and typed options name a type once on purpose.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: [...TYPED, 'migrations/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...NAMED_EXPORTS, ...SPREAD_LITERALS],
      'no-console': 'error',
    },
  },
  {
    files: ['src-shared/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...CLOCK_GLOBALS, DATE, ...IMPURE_GLOBALS],
      'no-restricted-properties': ['error', ...CLOCK_PROPERTIES],
    },
  },
  {
    files: ['src-shared/time/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...CLOCK_GLOBALS, ...IMPURE_GLOBALS],
      'no-restricted-properties': [
        'error',
        ...CLOCK_PROPERTIES,
        { object: 'Date', property: 'now', message: 'Take the instant as an argument.' },
      ],
    },
  },
  {
    files: ['src-main/**/*.ts'],
    ignores: ['src-main/clock/**'],
    rules: {
      'no-restricted-globals': ['error', ...CLOCK_GLOBALS, DATE],
      'no-restricted-properties': ['error', ...CLOCK_PROPERTIES],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            ...CLOCK_MODULES,
            { name: 'electron', importNames: ['ipcMain', 'ipcRenderer'], message: IPC },
          ],
        },
      ],
    },
  },
  {
    files: ['src-main/transport/electron-*.ts', 'src-main/preload/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: CLOCK_MODULES }] },
  },
  {
    // Electron's typings tell the value BrowserWindow from its type.
    files: ['src-main/app/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  {
    files: ['src-main/cli/**/*.ts', 'tests/bench/**/*.ts', 'tests/burnin/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['src-renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'react-hooks/set-state-in-render': 'error',
      'react-hooks/static-components': 'error',
      'react-hooks/use-memo': 'error',
      // Event handlers may start what they do not wait for when its errors are shown elsewhere.
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false } },
      ],
    },
  },
  {
    files: ['tests/**/*.{ts,tsx}'],
    rules: {
      // Answers of programs and servers under test arrive as unknown JSON.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);

const jsxA11y = require('eslint-plugin-jsx-a11y');
const reactHooks = require('eslint-plugin-react-hooks');
const tseslint = require('typescript-eslint');

/** One house rule written as a shape of the syntax tree, with what to do instead. */
const forbid = (selector, message) => ({ selector, message });

const settings = forbid(
  "MemberExpression[object.name='process'][property.name='env']",
  'Settings are read and checked once, in src/config.ts.',
);

/** R7: statements on rows of an account name the account because graphql/rows.ts makes them. */
const accountRows = [
  forbid(
    // getRepository(X).create(…) makes an object and no statement.
    'CallExpression[callee.property.name=/^(getRepository|createQueryBuilder)$/]' +
      ":not(MemberExpression[property.name='create'] > CallExpression)",
    'Rows of an account are reached through rows(context, Entity) of graphql/rows.ts only (R7).',
  ),
  forbid(
    ":matches(CallExpression[callee.object.name='manager'], CallExpression[callee.object.property.name='manager'])" +
      '[callee.property.name=/^(find|count|exists|sum|save|insert|update|upsert|delete|remove|query|increment|clear)/]',
    'Rows of an account are reached through rows(context, Entity) of graphql/rows.ts only (R7).',
  ),
  forbid(
    "CallExpression[callee.object.property.name='connection'][callee.property.name='query']",
    'Inside a change it would wait for a second connection: use readTogether of graphql/rows.ts.',
  ),
  forbid(
    "CallExpression[callee.property.name='where']:not(NewExpression[callee.name='Brackets'] CallExpression)",
    'where() would drop the bond to the account: add with andWhere() (R7).',
  ),
  forbid(
    "CallExpression[callee.property.name='orWhere']:not(NewExpression[callee.name='Brackets'] CallExpression)",
    'A bare OR would get around the bond to the account: put it in Brackets (R7).',
  ),
];

/** Before an account is known, or across accounts on purpose: each of these says why in its own comments. */
const ACROSS_ACCOUNTS = [
  'src/features/account/account.{creation,service}.ts',
  'src/features/api-token/api-token.{usage,verification}.ts',
  'src/features/audit/*.seal*.ts',
  'src/features/role/role.rights.ts',
  'src/features/session/{attempts,link.verification,session.verification}.ts',
];

module.exports = tseslint.config(
  {
    ignores: [
      'dist/',
      'data/',
      'coverage/',
      'node_modules/',
      'playground/',
      '**/*.js',
      '**/*.cjs',
      '**/*.mjs',
      'admin/src/api/generated/',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // It takes away assertions that inference needs, and the compiler then refuses the file.
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      // A comparison that can never hold is the compiler's business.
      '@typescript-eslint/no-unsafe-enum-comparison': 'off',
      // Answers of an interface that is asynchronous for others' sake, and Apollo's hooks.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      complexity: ['error', 15],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-depth': ['error', 4],
      'max-lines': ['error', 350],
      'max-lines-per-function': ['error', { max: 60, skipComments: true }],
      'max-params': ['error', 5],
      'no-console': 'error',
      'no-restricted-syntax': ['error', settings],
    },
  },
  { files: ['src/config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  // Tables are lists; a migration that has landed is never edited.
  { files: ['migrations/*.ts'], rules: { 'max-lines': 'off', 'max-lines-per-function': 'off' } },
  {
    files: ['src/features/**/*.ts', 'src/http/**/*.ts'],
    ignores: ACROSS_ACCOUNTS,
    rules: { 'no-restricted-syntax': ['error', settings, ...accountRows] },
  },
  {
    // Tests, programs and measurements: long lists of cases, environment, and answers whose type only the API knows.
    files: ['test/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts', 'examples/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      // expect.any() and the like are typed so.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      'no-console': 'off',
      'no-restricted-syntax': 'off',
    },
  },
  {
    // The panel: pages are components, whose markup makes them long.
    files: ['admin/src/**/*.{ts,tsx}'],
    extends: [jsxA11y.flatConfigs.recommended, reactHooks.configs.flat.recommended],
    rules: {
      'max-lines-per-function': ['error', { max: 90, skipComments: true }],
      // A field that takes the focus when its dialog or page opens is what a reader expects there.
      'jsx-a11y/no-autofocus': 'off',
    },
  },
);

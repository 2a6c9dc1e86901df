/**
 * The import borders of docs/ARCHITECTURE.md: imports go down only.
 *   lib ← access ← graphql, context ← features ← schema, authenticate, http ← server ← start ← main, cli
 * gate stands beside lib. Types may go up: they are gone at run time.
 */
const ABOVE_FEATURES = '^src/(schema|authenticate|server|main)\\.ts$|^src/(http|start|cli)/';

const forbid = (name, comment, from, to, more = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: to, dependencyTypesNot: ['type-only'], ...more },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two files that need each other are one, or three.',
      severity: 'error',
      from: { path: '^(src|migrations|admin)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    forbid('lib-stands-alone', 'lib imports nothing of src.', '^src/lib/', '^src/', { pathNot: '^src/lib/' }),
    forbid('access-is-pure', 'access imports lib and itself.', '^src/access/', '^src/', {
      pathNot: '^src/(access|lib)/',
    }),
    forbid(
      'graphql-below-features',
      'The building blocks know no feature.',
      '^src/graphql/',
      `^src/features/|${ABOVE_FEATURES}`,
    ),
    forbid(
      'foundation-below-features',
      'Settings, keys and mail know no feature; the database knows the entities, through entities.ts.',
      '^src/(config|keys|mailer|columns|context|system-context|database|database\\.[a-z]+|database-errors)\\.ts$',
      `^src/(features|graphql)/|${ABOVE_FEATURES}`,
    ),
    forbid(
      'jobs-below-server',
      'What runs in the background needs neither schema nor transport.',
      '^src/(jobs|lease|background-jobs|deps)\\.ts$',
      '^src/(http|start|cli)/|^src/(schema|server|main)\\.ts$',
    ),
    forbid(
      'features-below-schema',
      'A feature knows nothing that is made of features.',
      '^src/features/',
      ABOVE_FEATURES,
    ),
    forbid(
      'features-without-foreign-resolvers',
      'Of another feature: its entity, service or pure part, never its resolver.',
      '^src/features/([^/]+)/',
      '^src/features/[^/]+/.+\\.resolver\\.ts$',
      { pathNot: '^src/features/$1/' },
    ),
    forbid(
      'authenticate-below-server',
      'How somebody is known needs no server.',
      '^src/authenticate\\.ts$',
      '^src/(http|start|cli)/|^src/(schema|server|main)\\.ts$',
    ),
    forbid(
      'schema-below-http',
      'The schema needs no transport.',
      '^src/schema\\.ts$',
      '^src/(http|start|cli)/|^src/(server|main)\\.ts$',
    ),
    forbid(
      'http-below-server',
      'A route knows nothing of the server around it.',
      '^src/http/',
      '^src/(start|cli)/|^src/(server|main)\\.ts$',
    ),
    forbid(
      'server-below-start',
      'The server is made without a process around it: tests do the same.',
      '^src/server\\.ts$',
      '^src/(start|cli)/|^src/main\\.ts$',
    ),
    forbid('start-below-main', 'Who starts it is not its concern.', '^src/start/', '^src/cli/|^src/main\\.ts$'),
    forbid(
      'cli-beside-main',
      'Commands talk to the API; those of the operator to start and the services.',
      '^src/cli/',
      '^src/main\\.ts$|^src/http/',
    ),
    forbid(
      'gate-stands-alone',
      'scopegate/gate is installed without the server: it imports graphql and its own folder.',
      '^src/gate/',
      '.',
      { pathNot: '^src/gate/|^node_modules/graphql/|^node:' },
    ),
    forbid('migrations-stand-alone', 'What has landed must run for ever as it is.', '^migrations/', '^src/'),
    forbid('admin-stands-alone', 'The panel knows the server by its API alone.', '^admin/', '^(src|migrations)/'),
    forbid('nothing-imports-main', 'main.ts has effects when it is imported.', '.', '^src/main\\.ts$'),
    {
      name: 'no-dev-dependencies',
      comment: 'They are not installed where the server runs.',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'not-resolvable',
      comment: 'It is not installed.',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

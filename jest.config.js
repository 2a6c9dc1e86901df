// ESM only packages, and one that imports such a package: jest can't load them as they are on Node 20.
const esmOnly =
  '(content-disposition|cookie|quick-lru|mercurius|openid-client|oauth4webapi|jose|@scure\/base|@noble\/hashes)';

/** One project for pure code and the gate, and one for each database that the environment names: the same suite on each. */
const shared = {
  transform: { '^.+\\.ts$': '@swc/jest', [`/node_modules/${esmOnly}/.+\\.js$`]: '@swc/jest' },
  transformIgnorePatterns: [`/node_modules/(?!(?:.+/node_modules/)?${esmOnly}/)`],
  testEnvironment: 'node',
  setupFilesAfterEnv: ['<rootDir>/test/support/retry.js'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
};

const databases = {
  sqlite: 'sqlite',
  mariadb: process.env.TEST_MARIADB_URL,
  mysql: process.env.TEST_MYSQL_URL,
};

/** Globs of what knows the database, for a run that hasn't the time for everything on each (TEST_MARIADB_ONLY). */
const only = { mariadb: process.env.TEST_MARIADB_ONLY };
const EVERYTHING = '{api,manuals,migrations,http}/**/*';

const onDatabases = Object.entries(databases)
  .filter(([, url]) => url)
  .map(([name, url]) => ({
    ...shared,
    displayName: name,
    globals: { TEST_DATABASE_URL: url },
    testMatch: (only[name] ?? EVERYTHING).split(' ').map((glob) => `<rootDir>/test/${glob}.test.ts`),
  }));

module.exports = {
  projects: [
    { ...shared, displayName: 'pure', testMatch: ['<rootDir>/test/{gate,unit}/**/*.test.ts'] },
    ...onDatabases,
  ],
  reporters: ['default', '<rootDir>/test/support/databases-reporter.js'],
  testTimeout: 20_000,
};

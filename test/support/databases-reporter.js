/** Says at the end which databases the run covered, so that a green run on SQLite alone is never mistaken for more. */
module.exports = class DatabasesReporter {
  onRunComplete(contexts) {
    const covered = [...contexts].map((context) => context.config.displayName?.name).filter(Boolean);
    const databases = ['sqlite', 'mariadb', 'mysql'];
    const missing = databases.filter((name) => !covered.includes(name));
    process.stderr.write(
      `\nDatabases covered: ${databases.filter((name) => covered.includes(name)).join(', ') || 'none'}.`,
    );
    if (missing.length > 0)
      process.stderr.write(` Not covered: ${missing.join(', ')} (set TEST_MARIADB_URL, TEST_MYSQL_URL).`);
    process.stderr.write('\n');
  }
};

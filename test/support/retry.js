/**
 * On a shared machine of CI a test that waits for a clock may meet a second in which nothing runs: such a test is run
 * once more there, and what failed first is shown. On a developer's machine every failure is one.
 */
if (process.env.CI) jest.retryTimes(1, { logErrorsBeforeRetry: true });

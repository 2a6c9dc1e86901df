import type { Logger } from 'pino';
import { describeFailure } from './errors/failure';

const HIDDEN = '[hidden]';
const hide = (): string => HIDDEN;

/**
 * The log that everything writes to. Errors hold SQL and values, and requests hold addresses, credentials and cookies:
 * whoever logs one, libraries too, what is written is only what is known to be harmless.
 */
export function safeLog(log: Logger): Logger {
  return log.child(
    {},
    {
      serializers: {
        err: describeFailure,
        error: describeFailure,
        req: hide,
        res: hide,
        headers: hide,
        url: hide,
        authorization: hide,
        cookie: hide,
        'set-cookie': hide,
      },
    },
  );
}

import nodemailer from 'nodemailer';
import type { Logger } from 'pino';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Mailer {
  /** False without SMTP_URL: links are then handed to whoever may hand them on. */
  readonly canSend: boolean;
  /** Never throws: a mail that can't be sent is logged without its text, which may hold a link. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

export function createMailer(smtpUrl: string | undefined, from: string, log: Logger): Mailer {
  if (!smtpUrl) return { canSend: false, send: async () => undefined, close: () => undefined };
  const transport = nodemailer.createTransport(smtpUrl);
  return {
    canSend: true,
    send: async (mail) => {
      try {
        await transport.sendMail({ from, ...mail });
      } catch (error) {
        log.error({ code: (error as { code?: string }).code }, 'a mail could not be sent');
      }
    },
    close: () => transport.close(),
  };
}

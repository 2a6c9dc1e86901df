import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  readonly to: string;
  /** Headers and text, quoted-printable undone. */
  readonly text: string;
}

/** A mail server of this process that keeps what it gets. */
export interface Mailbox {
  /** For SMTP_URL. */
  readonly url: string;
  readonly mails: ReceivedMail[];
  /** The next mail to that address; waits for it. */
  next(to: string): Promise<ReceivedMail>;
  close(): Promise<void>;
}

export async function openMailbox(): Promise<Mailbox> {
  const mails: ReceivedMail[] = [];
  const taken = new Set<ReceivedMail>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const text = decode(Buffer.concat(chunks).toString('utf8'));
        for (const { address } of session.envelope.rcptTo) mails.push({ to: address, text });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    next: async (to) => {
      for (let tries = 0; tries < 200; tries++) {
        const mail = mails.find((each) => each.to === to && !taken.has(each));
        if (mail) {
          taken.add(mail);
          return mail;
        }
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
      throw new Error(`No mail to ${to}. There are some to ${mails.map((mail) => mail.to).join(', ') || 'nobody'}.`);
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** RFC 2045, 6.7: soft line breaks and encoded bytes. */
function decode(text: string): string {
  return text
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** The secret behind the # of the link in a mail or an answer. */
export function secretOf(text: string): string {
  const secret = /\/admin\/[a-z]+#(sg_lnk_[0-9A-Za-z_]+)/.exec(text)?.[1];
  if (!secret) throw new Error(`No link in: ${text}`);
  return secret;
}

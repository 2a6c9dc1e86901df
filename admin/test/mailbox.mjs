import { SMTPServer } from 'smtp-server';

/** RFC 2045, 6.7: soft line breaks and encoded bytes. */
const decode = (text) =>
  text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

/** A mail server. @returns its address for SMTP_URL, `linkTo(address, page)`, which waits for the mail whose link opens that page, and `close`. */
export async function openMailbox() {
  const mails = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        const text = decode(Buffer.concat(chunks).toString('utf8'));
        for (const { address } of session.envelope.rcptTo) mails.push({ to: address, text });
        done();
      });
    },
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  async function linkTo(address, page) {
    const link = new RegExp(`http\\S+/admin/${page}#\\w+`);
    for (let tries = 0; tries < 200; tries += 1) {
      const mail = mails.find(({ to, text }) => to === address && link.test(text));
      if (mail) return link.exec(mail.text)[0];
      await new Promise((later) => setTimeout(later, 25));
    }
    throw new Error(`No mail to ${address} with a link to ${page}.`);
  }
  const { port } = server.server.address();
  return { url: `smtp://127.0.0.1:${port}`, linkTo, close: () => new Promise((closed) => server.close(closed)) };
}

import { type Mailbox, openMailbox, secretOf } from './mailbox';
import { type Person, rewind } from './people';
import { startServer, type TestServer } from './server';

/** A server that sends mail, and what people do by the links in it. */

export const NEW_PASSWORD = 'another battery for the horse';

const ACCEPT = `mutation ($input: AcceptInvitationInput!) {
  acceptInvitation(input: $input) { sessionToken viewer { user { username } } }
}`;
export const REQUEST_RESET =
  'mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { received } }';
export const CHANGE_EMAIL = 'mutation ($input: ChangeEmailInput!) { changeEmail(input: $input) { sent } }';
const CONFIRM_EMAIL =
  'mutation ($input: ConfirmEmailInput!) { confirmEmail(input: $input) { user { email username roles { name } } } }';

export class Links {
  private constructor(
    readonly server: TestServer,
    readonly mailbox: Mailbox,
  ) {}

  static async start(): Promise<Links> {
    const mailbox = await openMailbox();
    return new Links(await startServer({ config: { smtpUrl: mailbox.url } }), mailbox);
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.mailbox.close();
  }

  /** Links are counted by address, and all of a test file's come from one. */
  forgetAttempts(): Promise<unknown> {
    return rewind(this.server, 'DELETE FROM attempt');
  }

  readonly accept = (token: string, input: Record<string, unknown> = {}) =>
    this.server.anonymous.execute<{ acceptInvitation: { sessionToken: string; viewer: object } }>(ACCEPT, {
      input: { token, password: NEW_PASSWORD, ...input },
    });

  readonly requestReset = ({ account, email }: Pick<Person, 'account' | 'email'>) =>
    this.server.anonymous.execute(REQUEST_RESET, { input: { account, email } });

  readonly resetLink = async (person: Person): Promise<string> => {
    await this.requestReset(person);
    return secretOf((await this.mailbox.next(person.email)).text);
  };

  readonly confirmEmail = (token: string) => this.server.anonymous.execute(CONFIRM_EMAIL, { input: { token } });

  /** @returns the link by which the address was changed. */
  readonly changedEmail = async (person: Person): Promise<string> => {
    const email = `changed-${person.email}`;
    await person.client.get(CHANGE_EMAIL, { input: { email } });
    const token = secretOf((await this.mailbox.next(email)).text);
    await this.confirmEmail(token);
    return token;
  };
}

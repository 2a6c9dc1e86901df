import type { Context } from '../../context';
import type { Mail } from '../../mailer';

/** Not waited for: no answer depends on a mail server. Nothing is sent before the change is committed. */
function sendAfterCommit(context: Context, mail: Mail): void {
  context.afterCommit(() => void context.deps.mailer.send(mail));
}

/** O3: whoever loses an address hears of it there, and whoever took it can't stop that. */
export function tellEmailChanged(
  context: Context,
  { username, oldEmail }: { username: string; oldEmail: string },
): void {
  sendAfterCommit(context, {
    to: oldEmail,
    subject: 'Your e-mail address was changed',
    text: [
      `The e-mail address of the user ${username} is no longer this one.`,
      'Every API token of the user was revoked and has to be created again.',
      "If you didn't expect this, tell an administrator of your account at once.",
      context.deps.config.publicUrl,
    ].join('\n\n'),
  });
}

/** A link by which a person sets the first password. */
export function sendInvitation(context: Context, email: string, url: string): void {
  sendAfterCommit(context, {
    to: email,
    subject: 'You are invited to Scopegate',
    text: ['Set your password here, within seven days:', url, 'The link works once.'].join('\n\n'),
  });
}

/** A link by which a person sets another password. */
export function sendReset(context: Context, email: string, url: string): void {
  sendAfterCommit(context, {
    to: email,
    subject: 'Set a new password',
    text: [
      'Set a new password here, within one hour:',
      url,
      'The link works once. Until then the old password counts.',
    ].join('\n\n'),
  });
}

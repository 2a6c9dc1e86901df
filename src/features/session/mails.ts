import type { Mail } from '../../mailer';

/** Mails about log-in and address. Plain text: nothing to load, nothing to track. */

export function resetMail(to: string, url: string): Mail {
  return {
    to,
    subject: 'Set a new Scopegate password',
    text: [
      'Somebody, probably you, asked for a new password. Set it here within an hour:',
      url,
      'If it was not you, do nothing: your password stays as it is.',
    ].join('\n\n'),
  };
}

export function newAddressMail(to: string, url: string): Mail {
  return {
    to,
    subject: 'Confirm your new e-mail address',
    text: [
      'This address is to become the one that you log in to Scopegate with. Confirm it here within a day:',
      url,
      'Your API tokens are revoked then and have to be created again.',
      'If you did not ask for it, do nothing.',
    ].join('\n\n'),
  };
}

/** To the old address, where the owner still reads when somebody else is at their keyboard. */
export function addressChangeNotice(to: string, newAddress: string): Mail {
  return {
    to,
    subject: 'Your Scopegate e-mail address is about to change',
    text: [
      `Your account asked to change its e-mail address to ${newAddress}. It changes once the link sent there is used.`,
      'If it was not you, change your password now: that makes the link useless.',
    ].join('\n\n'),
  };
}

import type { KnownContext } from '../../context';
import type { User } from '../user/user.entity';
import type { ApiToken } from './api-token.entity';

/** T10: the owner is told that somebody else saw the secret of a token of theirs, once that is committed. */
export function tellOwner(context: KnownContext, owner: Pick<User, 'email'>, token: Pick<ApiToken, 'name'>): void {
  const { email } = owner;
  if (!email) return;
  context.afterCommit(() => {
    // Not waited for: the answer doesn't depend on a mail server.
    void context.deps.mailer.send({
      to: email,
      subject: `Somebody else has seen the secret of your token "${token.name}"`,
      text: [
        `${context.actor.userName} made or regenerated the token "${token.name}" that you own, and has seen its secret.`,
        'It can do only what its list of scopes says, and it cannot manage tokens.',
        'Regenerate it yourself to be the only one who knows its secret, or revoke it.',
        context.deps.config.publicUrl,
      ].join('\n\n'),
    });
  });
}

import { useClient } from 'urql';
import { useLocation } from 'wouter';
import { graphql } from './graphql';
import { useRenewSession } from './session';
import { announce } from './tabs';

const LOG_OUT = graphql(`
  mutation LogOut {
    logOut {
      loggedOut
    }
  }
`);

/** Ends the session here and in the other tabs. Already ended counts as done. */
export function useLogOut(): () => Promise<void> {
  const client = useClient();
  const renew = useRenewSession();
  const [, navigate] = useLocation();
  return async () => {
    await client.mutation(LOG_OUT, {}).toPromise();
    announce({ kind: 'logged-out' });
    navigate('/login', { replace: true });
    renew();
  };
}

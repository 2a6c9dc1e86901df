import { useOwnLogIn } from '../../api/viewer';
import { Page } from '../../parts/page';
import { EmailSection } from './email-section';
import { PasswordSection } from './password-section';
import { PersonSection } from './person-section';
import { SecondFactorSection } from './second-factor-section';
import { SessionsSection } from './sessions-section';
import { ShortcutsSection } from './shortcuts-section';
import { TokenSessionSection } from './token-session-section';

/** What people see to themselves: who they are, how they log in, and where they are logged in. */
export default function ProfilePage() {
  const own = useOwnLogIn();
  if (!own)
    return (
      <Page title="Profile" width="form">
        <TokenSessionSection />
        <ShortcutsSection />
      </Page>
    );
  return (
    <Page title="Profile" width="form">
      <PersonSection />
      <EmailSection />
      <PasswordSection />
      <SecondFactorSection />
      <SessionsSection />
      <ShortcutsSection />
    </Page>
  );
}

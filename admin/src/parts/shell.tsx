import { Burger, type MantineColorScheme, Menu, NavLink, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconChevronUp, IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { refetchViewer } from '../api/client';
import { useLogOut } from '../api/log-out';
import { useOwnLogIn, useViewer } from '../api/viewer';
import icon from '../theme/icon.svg';
import { navigation } from '../routes';
import { ShortcutList } from './shortcut-list';
import './shell.css';

/** The frame around each page: where one is, where one can go, who one is. */
export function Shell({ children }: { children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure();
  const [path] = useLocation();
  useEffect(close, [path, close]);
  useFreshRights(path);
  return (
    <div className="shell">
      <a href="#page" className="skip">
        Skip to the page
      </a>
      <header className="shell-bar">
        <Burger
          opened={opened}
          onClick={toggle}
          size="sm"
          aria-label={opened ? 'Close the menu' : 'Open the menu'}
          aria-expanded={opened}
        />
        <Brand />
      </header>
      <nav className="shell-nav" aria-label="Panel" data-opened={opened || undefined}>
        <Brand />
        <div className="shell-entries">
          <Entries path={path} />
        </div>
        <Person />
      </nav>
      <main id="page" className="shell-page" tabIndex={-1}>
        {children}
      </main>
      <ShortcutList />
    </div>
  );
}

/** A right that was given or taken meanwhile shows in the menu as soon as one goes somewhere. */
function useFreshRights(path: string): void {
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    refetchViewer();
  }, [path]);
}

function Brand() {
  return (
    <Link href="/" className="brand">
      <img src={icon} alt="" width={24} height={24} />
      Scopegate
    </Link>
  );
}

function Entries({ path }: { path: string }) {
  const { scopes: held } = useViewer();
  const own = useOwnLogIn();
  const groups = navigation
    .map((group) =>
      group.filter(({ scopes, ownLogIn }) => scopes.some((scope) => held.includes(scope)) && (own || !ownLogIn)),
    )
    .filter((group) => group.length > 0);
  return groups.map((group) => (
    <div key={group[0]?.path} className="shell-group">
      {group.map(({ path: to, label, icon: Icon }) => {
        const here = path === to || path.startsWith(`${to}/`);
        return (
          <NavLink
            key={to}
            component={Link}
            href={to}
            label={label}
            active={here}
            aria-current={here ? 'page' : undefined}
            leftSection={<Icon size={18} stroke={1.75} />}
          />
        );
      })}
    </div>
  ));
}

const SCHEMES = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
] as const;

function Person() {
  const { user, account, apiToken } = useViewer();
  const logOut = useLogOut();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="top-start" width={200}>
      <Menu.Target>
        <UnstyledButton className="shell-person">
          <span className="shell-names">
            <strong>{user.displayName}</strong>
            <span>{apiToken ? `with ${apiToken.name}` : account.name}</span>
          </span>
          <IconChevronUp size={16} stroke={1.75} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} href="/profile" leftSection={<IconUser size={16} stroke={1.75} />}>
          Profile
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Theme</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(next) => setColorScheme(next as MantineColorScheme)}>
          {SCHEMES.map(({ value, label, icon: Icon }) => (
            <Menu.RadioItem key={value} value={value} rightSection={<Icon size={16} stroke={1.75} aria-hidden />}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.75} />} onClick={() => void logOut()}>
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

import { Check, ChevronDown, CircleHelp, LogOut, Moon, Sun, SunMoon } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { Link as RouterLink } from 'react-router';

import { NotificationBell } from '../features/notifications/NotificationBell.tsx';
import { IconButton } from '../ui/Button.tsx';
import { Menu, MenuItem, MenuSection, MenuSeparator } from '../ui/Menu.tsx';
import { notify } from '../ui/Toast.tsx';
import { tellError } from './queries.ts';
import { useChooseContext, useSession, useSignOut } from './session.tsx';
import { useShortcutHelp } from './shortcuts.tsx';
import { type Theme, useTheme } from './theme.ts';
import './TopLine.css';

/** Where one works, what is new, and the session. */
export function TopLine() {
  return (
    <div className="top-line">
      <Brand />
      <ContextSwitcher />
      <div className="top-acts">
        <NotificationBell />
        <ThemeMenu />
        <SessionMenu />
      </div>
    </div>
  );
}

export function Brand() {
  return (
    <RouterLink to="/" className="brand" aria-label="Liaison, accueil">
      <img src="/icon.svg" alt="" width="28" height="28" />
      <span>Liaison</span>
    </RouterLink>
  );
}

function ContextSwitcher() {
  const { context, contexts } = useSession();
  const choose = useChooseContext();
  const name = (
    <>
      <span className="context-structure">{context.structureName}</span>
      <span className="context-community">{context.communityName}</span>
    </>
  );
  if (contexts.length < 2) return <div className="context">{name}</div>;
  return (
    <Menu
      label="Structure et communauté"
      placement="bottom start"
      trigger={
        <AriaButton className="context context-button" isDisabled={choose.isPending}>
          <span className="visually-hidden">Changer de contexte. Actuel{'\u00a0'}:</span>
          <span className="context-names">{name}</span>
          <ChevronDown aria-hidden />
        </AriaButton>
      }
    >
      <MenuSection title="Travailler dans">
        {contexts.map((each) => (
          <MenuItem
            key={each.communityId}
            detail={each.structureName}
            {...(each.communityId === context.communityId ? { icon: <Check aria-hidden /> } : {})}
            onAction={() =>
              choose.mutate(each, {
                onError: (error) => notify({ tone: 'urgent', title: tellError(error).title }),
              })
            }
          >
            {each.communityName}
          </MenuItem>
        ))}
      </MenuSection>
    </Menu>
  );
}

const themes: readonly { theme: Theme; label: string; icon: typeof Sun }[] = [
  { theme: 'auto', label: 'Comme le système', icon: SunMoon },
  { theme: 'light', label: 'Clair', icon: Sun },
  { theme: 'dark', label: 'Nuit', icon: Moon },
];

function ThemeMenu() {
  const [theme, setTheme] = useTheme();
  const Current = themes.find((each) => each.theme === theme)?.icon ?? SunMoon;
  return (
    <Menu label="Thème" trigger={<IconButton label="Thème" icon={<Current aria-hidden />} />}>
      {themes.map(({ theme: each, label, icon: Icon }) => (
        <MenuItem
          key={each}
          icon={each === theme ? <Check aria-hidden /> : <Icon aria-hidden />}
          onAction={() => setTheme(each)}
        >
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}

function SessionMenu() {
  const { user } = useSession();
  const signOut = useSignOut();
  const help = useShortcutHelp();
  const initials = user.displayName
    .split(/\s+/)
    .map((word) => word[0])
    .slice(0, 2)
    .join('');
  return (
    <Menu
      label="Ma session"
      trigger={
        <AriaButton className="session-button">
          {initials}
          <span className="visually-hidden">
            , Ma session{'\u00a0'}: {user.displayName}
          </span>
        </AriaButton>
      }
    >
      <MenuSection
        title={[user.displayName, user.profession, user.rpps ? `RPPS ${user.rpps}` : '']
          .filter(Boolean)
          .join(' · ')}
      >
        <MenuItem icon={<CircleHelp aria-hidden />} shortcut="?" onAction={help.showList}>
          Raccourcis clavier
        </MenuItem>
      </MenuSection>
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden />} onAction={() => signOut.mutate()}>
        Se déconnecter
      </MenuItem>
    </Menu>
  );
}

import type { ReactNode } from 'react';
import {
  Header,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  MenuTrigger,
  type Placement,
  Popover,
  Separator,
} from 'react-aria-components';

import { KeyHint } from './KeyHint.tsx';
import './Overlay.css';

export type MenuProps = {
  /** The button that opens it. */
  trigger: ReactNode;
  label: string;
  placement?: Placement;
  children: ReactNode;
};

/** Acts behind a button: MenuItem, MenuSection, MenuSeparator. */
export function Menu({ trigger, label, placement = 'bottom end', children }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className="ui-popover" placement={placement} offset={6}>
        <AriaMenu className="ui-options" aria-label={label}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

export type MenuItemProps = {
  children: string;
  icon?: ReactNode;
  /** Second line; for a disabled act, the reason. */
  detail?: string | null | undefined;
  shortcut?: string;
  href?: string;
  isDisabled?: boolean;
  isDanger?: boolean;
  onAction?: () => void;
};

export function MenuItem({ children, icon, detail, shortcut, isDanger, ...rest }: MenuItemProps) {
  return (
    <AriaMenuItem
      {...rest}
      textValue={children}
      className="ui-option"
      {...(icon ? { 'data-with-icon': '' } : {})}
      {...(isDanger ? { 'data-danger': '' } : {})}
    >
      {icon}
      <span>{children}</span>
      {shortcut ? (
        <span>
          <KeyHint keys={shortcut} />
        </span>
      ) : null}
      {detail ? <span className="ui-option-detail">{detail}</span> : null}
    </AriaMenuItem>
  );
}

export function MenuSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <AriaMenuSection>
      <Header className="ui-option-group">{title}</Header>
      {children}
    </AriaMenuSection>
  );
}

export function MenuSeparator() {
  return <Separator className="ui-separator" />;
}

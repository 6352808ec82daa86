import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Link as AriaLink,
} from 'react-aria-components';

import './Button.css';
import { Tooltip } from './Tooltip.tsx';

/** `primary` is what moves things forward, urgent or not: red says what is wrong, not what to press. `danger` refuses or removes. */
export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger';
export type ButtonSize = 'small' | 'medium' | 'large';

type Look = { variant?: ButtonVariant; size?: ButtonSize; icon?: ReactNode };

export type ButtonProps = Omit<AriaButtonProps, 'children' | 'className'> & Look & { children: ReactNode };

/** A verb. With `isPending` it keeps its place and focus, says "En cours" and takes no press. */
export function Button({ variant = 'secondary', size = 'medium', icon, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...whilePending(rest)} className="ui-button" data-variant={variant} data-size={size}>
      {icon}
      <span>{children}</span>
      {rest.isPending ? <PendingMark /> : null}
    </AriaButton>
  );
}

/**
 * The props of a button, deaf while its act is under way. Done here because react-aria's own `isPending` announces the
 * button by its id, which no longer exists when the act takes the reader elsewhere.
 */
function whilePending({ isPending, ...props }: AriaButtonProps): AriaButtonProps {
  if (!isPending) return props;
  const { onPress: _press, ...rest } = props;
  return { ...rest, type: 'button', 'aria-disabled': true };
}

function PendingMark() {
  return (
    <output className="ui-button-spinner">
      <span className="ui-spinner" />
      <span className="visually-hidden">En cours</span>
    </output>
  );
}

export type ButtonLinkProps = Look & {
  href: string;
  children: ReactNode;
  target?: '_blank';
  'aria-label'?: string;
};

/** A link that looks like a button, for going somewhere (never for acting). */
export function ButtonLink({
  variant = 'secondary',
  size = 'medium',
  icon,
  children,
  ...rest
}: ButtonLinkProps) {
  return (
    <AriaLink {...rest} className="ui-button" data-variant={variant} data-size={size}>
      {icon}
      <span>{children}</span>
    </AriaLink>
  );
}

export type IconButtonProps = Omit<AriaButtonProps, 'children' | 'className' | 'aria-label'> &
  Omit<Look, 'icon'> & {
    /** Its name, read aloud and shown as a tooltip. */
    label: string;
    icon: ReactNode;
    /** Keyboard shortcut shown in the tooltip. */
    shortcut?: string;
    /** A small mark at the corner, such as a count; the label must say it too. */
    mark?: ReactNode;
  };

/** A button with only an icon. */
export function IconButton({
  label,
  icon,
  shortcut,
  mark,
  variant = 'quiet',
  size = 'medium',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <AriaButton
        {...whilePending(rest)}
        aria-label={label}
        className="ui-button"
        data-icon-only=""
        data-variant={variant}
        data-size={size}
      >
        {icon}
        {mark}
        {rest.isPending ? <PendingMark /> : null}
      </AriaButton>
    </Tooltip>
  );
}

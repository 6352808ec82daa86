import type { ReactNode } from 'react';
import { Link as AriaLink } from 'react-aria-components';

import './Link.css';

export type LinkProps = {
  href: string;
  children: ReactNode;
  target?: '_blank';
  /** Looks like the text around it until pointed at; for the title of a row. */
  isPlain?: boolean;
  onPress?: () => void;
  'aria-label'?: string;
  'aria-current'?: 'page';
};

export function Link({ isPlain, ...rest }: LinkProps) {
  return <AriaLink {...rest} {...(isPlain ? { 'data-plain': '' } : {})} className="ui-link" />;
}

import type { ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';

import { KeyHint } from './KeyHint.tsx';
import './Tooltip.css';

/** A short name for its only child, which must be focusable. Never the sole place of an information. */
export function Tooltip({
  text,
  shortcut,
  children,
}: {
  text: string;
  shortcut?: string | undefined;
  children: ReactNode;
}) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <AriaTooltip className="ui-tooltip" offset={6}>
        {text}
        {shortcut ? <KeyHint keys={shortcut} /> : null}
      </AriaTooltip>
    </TooltipTrigger>
  );
}

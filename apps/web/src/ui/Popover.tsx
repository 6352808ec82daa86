import { type ReactNode, use } from 'react';
import {
  DialogTrigger,
  OverlayTriggerStateContext,
  type Placement,
  Popover as AriaPopover,
} from 'react-aria-components';

import './Overlay.css';

export type PopoverProps = {
  /** The button that opens it. */
  trigger: ReactNode;
  /** Its name, read aloud. */
  label: string;
  placement?: Placement;
  onOpenChange?: (isOpen: boolean) => void;
  children: ReactNode | ((close: () => void) => ReactNode);
};

/** Something small beside its button, without stopping the rest. */
export function Popover({ trigger, label, placement = 'bottom end', onOpenChange, children }: PopoverProps) {
  return (
    <DialogTrigger {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger}
      <AriaPopover className="ui-popover" aria-label={label} placement={placement} offset={6}>
        <Content>{children}</Content>
      </AriaPopover>
    </DialogTrigger>
  );
}

function Content({ children }: Pick<PopoverProps, 'children'>) {
  const state = use(OverlayTriggerStateContext);
  return typeof children === 'function' ? children(() => state?.close()) : children;
}

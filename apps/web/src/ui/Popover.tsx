import type { ReactNode } from 'react';
import { Dialog as AriaDialog, DialogTrigger, type Placement, Popover as AriaPopover } from 'react-aria-components';

import './Overlay.css';

export type PopoverProps = {
  /** The button that opens it. */
  trigger: ReactNode;
  /** Its name, read aloud. */
  label: string;
  placement?: Placement;
  onOpenChange?(isOpen: boolean): void;
  children: ReactNode | ((close: () => void) => ReactNode);
};

/** Something small beside its button, without stopping the rest. */
export function Popover({ trigger, label, placement = 'bottom end', onOpenChange, children }: PopoverProps) {
  return (
    <DialogTrigger {...(onOpenChange ? { onOpenChange } : {})}>
      {trigger}
      <AriaPopover className="ui-popover" placement={placement} offset={6}>
        <AriaDialog aria-label={label}>
          {({ close }) => (typeof children === 'function' ? children(close) : children)}
        </AriaDialog>
      </AriaPopover>
    </DialogTrigger>
  );
}

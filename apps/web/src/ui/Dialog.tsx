import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

import { Button, type ButtonVariant, IconButton } from './Button.tsx';
import './Overlay.css';

export type DialogProps = {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  /** Buttons at the bottom, the main one last. */
  acts?: ReactNode;
  /** Beside the buttons: what is still missing before the main one can be pressed. */
  note?: string | null;
  size?: 'medium' | 'large';
  children: ReactNode;
};

/** Stops everything else until answered. Escape and a press outside close it. */
export function Dialog({ title, isOpen, onClose, acts, note, size = 'medium', children }: DialogProps) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => (open ? undefined : onClose())}
      isDismissable
      className="ui-scrim"
    >
      <Modal className="ui-modal" data-size={size}>
        <AriaDialog className="ui-dialog">
          <div className="ui-dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton label="Fermer" icon={<X aria-hidden />} onPress={onClose} />
          </div>
          <Body>{children}</Body>
          {acts ? (
            <div className="ui-dialog-acts">
              <output className="ui-dialog-note">{note}</output>
              {acts}
            </div>
          ) : null}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** What is longer than the window scrolls; with nothing in it to focus, the keyboard scrolls the text itself. */
function Body({ children }: { children: ReactNode }) {
  const body = useRef<HTMLDivElement>(null);
  const [isStop, setStop] = useState(false);
  useEffect(() => {
    const { current } = body;
    if (!current) return undefined;
    const look = () => {
      const isLong = current.scrollHeight > current.clientHeight;
      setStop(isLong && current.querySelector('a, button, input, textarea') === null);
    };
    look();
    const observer = new MutationObserver(look);
    observer.observe(current, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  return (
    <div className="ui-dialog-body" ref={body} {...(isStop ? { tabIndex: 0 } : {})}>
      {children}
    </div>
  );
}

export type ConfirmDialogProps = Pick<DialogProps, 'title' | 'isOpen' | 'onClose'> & {
  /** The verb that will happen: never « OK ». */
  verb: string;
  variant?: ButtonVariant;
  isDisabled?: boolean;
  /** Stays open and pending until it settles; an error is for the caller to show in `children`. */
  onConfirm: () => Promise<unknown>;
  children: ReactNode;
};

/** Asks before an act that cannot be undone, or that needs a reason. */
export function ConfirmDialog({
  verb,
  variant = 'primary',
  isDisabled = false,
  onConfirm,
  children,
  ...rest
}: ConfirmDialogProps) {
  const [isPending, setPending] = useState(false);
  const confirm = async () => {
    setPending(true);
    try {
      await onConfirm();
    } finally {
      setPending(false);
    }
  };
  const acts = (
    <>
      <Button onPress={rest.onClose}>Annuler</Button>
      <Button variant={variant} isPending={isPending} isDisabled={isDisabled} onPress={() => void confirm()}>
        {verb}
      </Button>
    </>
  );
  return (
    <Dialog {...rest} acts={acts}>
      {children}
    </Dialog>
  );
}

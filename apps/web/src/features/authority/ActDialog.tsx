import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { notify } from '../../ui/Toast.tsx';

type ActProps = {
  title: string;
  /** The verb that will happen. */
  verb: string;
  /** What is told once it is done. */
  done: string;
  isDanger?: boolean;
  /** What is still missing before it can be done. */
  missing?: string | null;
  act: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
};

/** One act of the authority with what it needs; every list of it is read anew afterwards. */
export function ActDialog({
  title,
  verb,
  done,
  isDanger = false,
  missing = null,
  act,
  onClose,
  children,
}: ActProps) {
  const queries = useQueryClient();
  const run = useMutation({
    mutationFn: act,
    async onSuccess() {
      notify({ tone: 'success', title: done });
      onClose();
      await queries.invalidateQueries({ predicate: ({ queryKey: [url] }) => isOfAuthority(url) });
    },
  });
  return (
    <Dialog
      title={title}
      isOpen
      onClose={onClose}
      note={missing}
      acts={
        <>
          <Button onPress={onClose}>Annuler</Button>
          <Button
            variant={isDanger ? 'danger' : 'primary'}
            isDisabled={missing !== null}
            isPending={run.isPending}
            onPress={() => run.mutate()}
          >
            {verb}
          </Button>
        </>
      }
    >
      <div className="authority-form">
        {children}
        {run.error ? (
          <Banner tone="urgent" title="Rien n’a été fait" isAnnounced>
            {tellError(run.error).title}
          </Banner>
        ) : null}
      </div>
    </Dialog>
  );
}

function isOfAuthority(url: unknown): boolean {
  return typeof url === 'string' && url.startsWith('/api/mio/authority');
}

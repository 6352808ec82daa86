import { removeRoute, type Route } from '@liaison/transfers/contract';
import { useMutation } from '@tanstack/react-query';

import { callEndpoint } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { fine } from '../../ui/french.ts';
import { notify } from '../../ui/Toast.tsx';

/** A route that is removed does not come back; suspending it is often what is wanted. */
export function RemoveRoute({ route, onClose }: { route: Route; onClose: () => void }) {
  const remove = useMutation({
    mutationFn: () => callEndpoint(removeRoute, { params: { routeId: route.id } }),
    onSuccess: () => {
      notify({ tone: 'success', title: `Route ${route.name} retirée` });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={`Retirer la route ${route.name}${fine}?`}
      verb="Retirer la route"
      variant="danger"
      isOpen
      onClose={onClose}
      onConfirm={() => remove.mutateAsync().catch(() => null)}
    >
      <p>
        Les examens ne la suivront plus. Pour l’arrêter quelque temps, suspendez-la plutôt : elle garde ses
        conditions.
      </p>
      {remove.error ? (
        <Banner tone="urgent" title="La route n’a pas été retirée" isAnnounced>
          {tellError(remove.error).title}
        </Banner>
      ) : null}
    </ConfirmDialog>
  );
}

import { closeDossier, takeDossier } from '@liaison/teledossier/contract';
import type { DossierRow } from '@liaison/teledossier/contract';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { ApiError, callEndpoint } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { notify } from '../../ui/Toast.tsx';
import { actVerbs } from './acts.ts';
import { rowHref } from './row-href.ts';

/** Acts done on the row itself; the others open the screen where they are done. */
const doneHere = ['take', 'close-requis'];
/** The part of the télédossier where an act is done, named in the address. */
const whereDone: Readonly<Record<string, string>> = {
  answer: '#reponse',
  complement: '#fil',
  'close-requerant': '#reponse',
};

/** The one act of a row. Taking a request opens it: the next thing to do is to look. */
export function RowAct({ row, onActed }: { row: DossierRow; onActed: () => void }) {
  const navigate = useNavigate();
  const act = row.mainAct;
  const acting = useMutation({
    mutationFn: () => perform(row),
    onSuccess: () => {
      if (act?.name === 'take') return void navigate(`/teledossiers/${row.id}`);
      notify({
        tone: 'success',
        title: 'Clos de votre côté',
        link: { href: `/teledossiers/${row.id}`, text: row.number },
      });
      onActed();
    },
    onError: (error) => {
      const tone = error instanceof ApiError && error.status === 409 ? 'info' : 'urgent';
      notify({
        tone,
        title: tellError(error).title,
        link: { href: rowHref(row), text: `Ouvrir ${row.number}` },
      });
      onActed();
    },
  });
  if (!act) return null;
  const verb = act.name === 'close-requerant' ? 'Lire et clore' : actVerbs[act.name];
  const name = `${verb}\u00a0: ${row.patientLine.displayName}`;
  if (!doneHere.includes(act.name)) {
    return (
      <ButtonLink href={`${rowHref(row)}${whereDone[act.name] ?? ''}`} aria-label={name}>
        {verb}
      </ButtonLink>
    );
  }
  return (
    <Button
      variant={act.name === 'take' ? 'primary' : 'secondary'}
      aria-label={name}
      isPending={acting.isPending}
      isDisabled={!act.allowed}
      onPress={() => acting.mutate()}
    >
      {verb}
    </Button>
  );
}

function perform(row: DossierRow) {
  const params = { dossierId: row.id };
  if (row.mainAct?.name === 'take' && row.mainAct.addresseeId) {
    return callEndpoint(takeDossier, { params: { ...params, addresseeId: row.mainAct.addresseeId } });
  }
  return callEndpoint(closeDossier, { params, body: { side: 'requis' } });
}

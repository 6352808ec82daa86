import type { ActName, DossierView } from '@liaison/teledossier/contract';

export type Act = DossierView['acts'][number];

/** The verb of each act, the same on every screen. */
export const actVerbs: Record<ActName, string> = {
  edit: 'Reprendre',
  send: 'Envoyer',
  'delete-draft': 'Supprimer le brouillon',
  readdress: 'Adresser aussi à…',
  withdraw: 'Retirer un destinataire',
  take: 'Je prends en charge',
  release: 'Relâcher',
  'ask-information': 'Demander une information',
  complement: 'Ajouter un complément',
  answer: 'Répondre',
  refuse: 'Refuser',
  'close-requerant': 'Clore',
  'close-requis': 'Clore',
  'reopen-requerant': 'Rouvrir',
  'reopen-requis': 'Rouvrir',
};

/** The act that comes first when several are possible: what moves the patient forward. */
const priority: readonly ActName[] = [
  'edit',
  'take',
  'answer',
  'complement',
  'readdress',
  'close-requis',
  'close-requerant',
];

type Judged = Pick<
  DossierView,
  'acts' | 'status' | 'informationRequests' | 'givenAnswers' | 'closedByRequerant'
>;

/** The one act to put forward; a complement only when one is awaited, closing only once there is an answer. */
export function mainActOf(view: Judged): Act | null {
  const isAwaited = view.informationRequests.some((request) => request.answeredAt === null);
  const isPutForward = (act: Act) => {
    if (act.name === 'complement') return isAwaited;
    if (act.name === 'readdress') return view.status === 'refuse';
    if (act.name === 'close-requis') return view.givenAnswers.length > 0 || view.closedByRequerant !== null;
    if (act.name === 'close-requerant') return view.givenAnswers.length > 0;
    return true;
  };
  const candidates = view.acts.filter(
    (act) => act.allowed && priority.includes(act.name) && isPutForward(act),
  );
  return candidates.toSorted((a, b) => priority.indexOf(a.name) - priority.indexOf(b.name))[0] ?? null;
}

/** The act of that name, on that line when it has one; null when the reader is not concerned. */
export function actNamed(acts: readonly Act[], name: ActName, addresseeId?: string): Act | null {
  return (
    acts.find((act) => act.name === name && (addresseeId === undefined || act.addresseeId === addresseeId)) ??
    null
  );
}

/** What goes in the menu: all but the main act, and what the reader can never do on this screen. */
export function otherActs(acts: readonly Act[], main: Act | null): Act[] {
  const elsewhere: readonly ActName[] = ['send', 'edit', 'withdraw'];
  return acts.filter((act) => act !== main && !elsewhere.includes(act.name));
}

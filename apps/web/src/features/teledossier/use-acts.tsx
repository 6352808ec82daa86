import type { DossierView } from '@liaison/teledossier/contract';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { ApiError } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { notify } from '../../ui/Toast.tsx';
import { callAct } from './act-calls.ts';
import { ActDialog, asksFirst } from './ActDialog.tsx';
import type { Act } from './acts.ts';
import type { Pane } from './DossierPage.tsx';

/** Where an act is written rather than done by one press. */
export const writtenIn: Readonly<Record<string, Pane>> = {
  answer: 'reponse',
  complement: 'fil',
  'ask-information': 'fil',
};

export type Acts = {
  readonly start: (act: Act) => void;
  readonly pending: Act | null;
  /** The dialog of the act being asked about. */
  readonly dialog: ReactNode;
};

type Panes = {
  /** Brings the pane where an act is written. */
  readonly show: (pane: Pane) => void;
  readonly onTaken: () => void;
};

/** Starts the acts of a télédossier: at once, after a question, or in the pane where they are written. */
export function useActs(view: DossierView, refresh: () => void, { show, onTaken }: Panes): Acts {
  const navigate = useNavigate();
  const [pending, setPending] = useState<Act | null>(null);
  const [asked, setAsked] = useState<Act | null>(null);

  const perform = async (act: Act) => {
    setPending(act);
    try {
      await callAct(view.id, act, { reason: '', recipients: [] });
      if (act.name === 'take') onTaken();
      // The state of the télédossier may not change: the other side closes for itself.
      if (act.name.startsWith('close')) notify({ tone: 'success', title: 'Clos de votre côté' });
    } catch (error) {
      if (error instanceof ApiError && error.code === 'teledossier/reason-needed') return setAsked(act);
      // Someone was faster: the message says who, and it is no fault of the reader.
      const isConflict = error instanceof ApiError && error.status === 409;
      notify({ tone: isConflict ? 'info' : 'urgent', title: tellError(error).title });
    } finally {
      setPending(null);
      refresh();
    }
  };
  const start = (act: Act) => {
    const pane = writtenIn[act.name];
    if (pane) return show(pane);
    if (act.name === 'edit') return void navigate(`/teledossiers/${view.id}/demande`);
    if (asksFirst(act, view)) return setAsked(act);
    void perform(act);
  };
  const done = () => {
    setAsked(null);
    refresh();
  };
  const dialog = asked ? (
    <ActDialog act={asked} view={view} onClose={() => setAsked(null)} onDone={done} />
  ) : null;
  return { start, pending, dialog };
}

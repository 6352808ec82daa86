import type { DossierView } from '@liaison/teledossier/contract';
import { FileDown, Hourglass } from 'lucide-react';
import { ButtonLink } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatDateTime } from '../../ui/french.ts';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { AnswersRead } from '../forms/AnswersRead.tsx';
import { useForm } from '../forms/use-form.ts';
import { AnswerEditor } from './AnswerEditor.tsx';
import { readAnswers } from './draft.ts';

type AnswerPanelProps = { view: DossierView; onChanged: () => void };

/** The answers given, and the one being written by who may. */
export function AnswerPanel({ view, onChanged }: AnswerPanelProps) {
  const definition = useForm(view.answerFormId, view.answerFormVersion);
  const writing = view.acts.find((act) => act.name === 'answer' && act.allowed);
  return (
    <div className="td-panel">
      {view.givenAnswers.map((answer) => (
        <GivenAnswer key={answer.id} answer={answer} />
      ))}
      {view.reportUrl ? (
        <div>
          <ButtonLink href={view.reportUrl} icon={<FileDown aria-hidden />}>
            Télécharger le compte-rendu (PDF)
          </ButtonLink>
        </div>
      ) : null}
      {writing?.addresseeId && definition ? (
        <AnswerEditor
          key={writing.addresseeId}
          view={view}
          addresseeId={writing.addresseeId}
          definition={definition}
          onSent={onChanged}
        />
      ) : null}
      {writing && !definition ? <SkeletonRows label="Ouverture du formulaire de réponse" /> : null}
      {!writing && view.givenAnswers.length === 0 ? <NoAnswer view={view} /> : null}
    </div>
  );
}

function GivenAnswer({ answer }: { answer: DossierView['givenAnswers'][number] }) {
  const definition = useForm(answer.formId, answer.formVersion);
  return (
    <article className="td-answer">
      <h2>{`Réponse de ${answer.author.displayName}`}</h2>
      <p className="quiet">
        {[
          answer.author.communityName,
          answer.author.structureName,
          answer.author.rpps ? `RPPS ${answer.author.rpps}` : null,
          formatDateTime(answer.answeredAt),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {definition ? (
        <AnswersRead definition={definition} answers={readAnswers(answer.answers)} />
      ) : (
        <SkeletonRows count={2} />
      )}
    </article>
  );
}

function NoAnswer({ view }: { view: DossierView }) {
  const refused = view.acts.find((act) => act.name === 'answer');
  const refusals = view.addressees.filter((addressee) => addressee.refusedBecause);
  return (
    <EmptyState icon={Hourglass} title="Pas encore de réponse">
      {refused?.because ?? 'La réponse s’affichera ici dès qu’elle sera donnée, et vous serez prévenu.'}
      {refusals.map((addressee) => (
        <span key={addressee.id} className="td-refusal">
          {`${addressee.recipient.label} a refusé\u00a0: ${addressee.refusedBecause}`}
        </span>
      ))}
    </EmptyState>
  );
}

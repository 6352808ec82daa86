import type { Answers, FormDefinition } from '@liaison/forms/contract';
import { answerDossier, saveAnswerDraft } from '@liaison/teledossier/contract';
import type { DossierView } from '@liaison/teledossier/contract';
import { SendHorizontal } from 'lucide-react';
import { useRef, useState } from 'react';
import { callEndpoint } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { useNow } from '../../ui/RelativeTime.tsx';
import { notify } from '../../ui/Toast.tsx';
import { AnswersRead } from '../forms/AnswersRead.tsx';
import { FormRenderer } from '../forms/FormRenderer.tsx';
import { validPart } from '../forms/valid-part.ts';
import { readAnswers } from './draft.ts';
import { SaveStatus } from './SaveStatus.tsx';
import { outcomeOfError, useAutosave } from './use-autosave.ts';
import { useHeightVariable } from './use-height.ts';

type AnswerEditorProps = {
  view: DossierView;
  addresseeId: string;
  definition: FormDefinition;
  onSent: () => void;
};

/** The answer being written, saved as it is typed; its decision is read again in words before it leaves. */
export function AnswerEditor({ view, addresseeId, definition, onSent }: AnswerEditorProps) {
  const params = { dossierId: view.id, addresseeId };
  const now = useNow(15);
  const [answers, setAnswers] = useState<Answers>(() =>
    view.answerDraft?.addresseeId === addresseeId ? readAnswers(view.answerDraft.answers) : {},
  );
  const latest = useRef(answers);
  const bar = useRef<HTMLDivElement>(null);
  useHeightVariable(bar, '--td-send');
  const [isAsking, setAsking] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const valid = validPart(definition, answers);
  const { autosave, state } = useAutosave<Answers>(async (value) => {
    try {
      const body = { answers: validPart(definition, value).answers };
      const { savedAt } = await callEndpoint(saveAnswerDraft, { params, body });
      return { kind: 'saved', at: savedAt };
    } catch (error) {
      return outcomeOfError(error);
    }
  });

  const change = (next: (before: Answers) => Answers) => {
    const changed = next(latest.current);
    if (changed === latest.current) return;
    latest.current = changed;
    setAnswers(changed);
    autosave.change(changed);
  };
  const send = async () => {
    try {
      await callEndpoint(answerDossier, { params, body: { answers: valid.answers } });
      autosave.reset(null);
      setAsking(false);
      notify({ tone: 'success', title: 'Réponse envoyée', detail: 'Le compte-rendu est produit.' });
      onSent();
    } catch (error) {
      setFailure(tellError(error).title);
    }
  };

  return (
    <div className="td-answer-editor">
      <FormRenderer
        definition={definition}
        answers={answers}
        errors={valid.errors}
        now={now}
        onChange={change}
        isCompact
      />
      <div className="td-answer-send" ref={bar}>
        <SaveStatus state={state} />
        <Button
          variant="primary"
          size="large"
          icon={<SendHorizontal aria-hidden />}
          onPress={() => setAsking(true)}
        >
          Envoyer la réponse
        </Button>
      </div>
      <ConfirmDialog
        title={'Envoyer cette réponse\u202f?'}
        verb="Envoyer la réponse"
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={send}
      >
        <p className="quiet">{`À ${view.author.displayName}, ${view.author.structureName}. Une réponse envoyée ne se modifie plus.`}</p>
        {valid.errors.length > 0 ? (
          <Banner tone="warning">{`${valid.errors.length > 1 ? 'Des valeurs ne peuvent pas être enregistrées et ne partiront pas' : 'Une valeur ne peut pas être enregistrée et ne partira pas'}.`}</Banner>
        ) : null}
        <AnswersRead definition={definition} answers={valid.answers} />
        {failure ? (
          <Banner tone="urgent" title="La réponse n’est pas partie" isAnnounced>
            {failure}
          </Banner>
        ) : null}
      </ConfirmDialog>
    </div>
  );
}

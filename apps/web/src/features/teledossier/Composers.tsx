import type { StudySummary } from '@liaison/imaging/contract';
import { addComplement, askInformation } from '@liaison/teledossier/contract';
import type { DossierView } from '@liaison/teledossier/contract';
import { Paperclip } from 'lucide-react';
import { useState } from 'react';
import { callEndpoint } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { plural } from '../../ui/french.ts';
import { TextArea } from '../../ui/TextField.tsx';
import { studyTitle } from './StudiesEditor.tsx';
import { StudyPicker } from './StudyPicker.tsx';

/** A text sent once; it stays in the field, with the reason, when it could not be. */
function useSending(send: () => Promise<unknown>, onSent: () => void) {
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const start = async () => {
    setSending(true);
    setFailure(null);
    try {
      await send();
      onSent();
    } catch (error) {
      setFailure(tellError(error).title);
    } finally {
      setSending(false);
    }
  };
  const shown = failure ? (
    <Banner tone="urgent" title="Pas envoyé" isAnnounced>
      {failure}
    </Banner>
  ) : null;
  return { start: () => void start(), isSending, failure: shown };
}

/** The requérant adds what is asked, or what he learns: text, examinations, or both. */
export function ComplementComposer({ view, onSent }: { view: DossierView; onSent: () => void }) {
  const asked = view.informationRequests.findLast((request) => request.answeredAt === null);
  const [text, setText] = useState('');
  const [studies, setStudies] = useState<readonly StudySummary[]>([]);
  const [isPicking, setPicking] = useState(false);
  const sending = useSending(
    () =>
      callEndpoint(addComplement, {
        params: { dossierId: view.id },
        body: {
          text,
          studyIds: studies.map((study) => study.id),
          ...(asked ? { informationRequestId: asked.id } : {}),
        },
      }),
    () => {
      setText('');
      setStudies([]);
      onSent();
    },
  );
  return (
    <div className="td-composer" data-composer="complement">
      <TextArea
        label={asked ? 'Réponse à la question posée' : 'Complément d’information'}
        description={asked ? `«\u202f${asked.question}\u202f» – ${asked.askedBy.displayName}` : undefined}
        value={text}
        onChange={setText}
        maxLength={8000}
      />
      {studies.length > 0 ? (
        <p className="small">{`${plural(studies.length, 'examen')} à joindre\u00a0: ${studies.map(studyTitle).join(', ')}`}</p>
      ) : null}
      {sending.failure}
      <div className="td-composer-acts">
        <Button icon={<Paperclip aria-hidden />} onPress={() => setPicking(true)}>
          Joindre un examen
        </Button>
        <Button
          variant="primary"
          isPending={sending.isSending}
          isDisabled={text.trim() === '' && studies.length === 0}
          onPress={sending.start}
        >
          {asked ? 'Envoyer l’information' : 'Ajouter le complément'}
        </Button>
      </div>
      <StudyPicker
        isOpen={isPicking}
        onClose={() => setPicking(false)}
        attachedIds={[...view.studies, ...studies].map((study) => study.id)}
        onPick={(study) => setStudies((before) => [...before, study])}
      />
    </div>
  );
}

type QuestionProps = { dossierId: string; addresseeId: string; onSent: () => void };

/** The requis asks for something he lacks; answering stays possible meanwhile. */
export function QuestionComposer({ dossierId, addresseeId, onSent }: QuestionProps) {
  const [question, setQuestion] = useState('');
  const sending = useSending(
    () =>
      callEndpoint(askInformation, {
        params: { dossierId, addresseeId },
        body: { question: question.trim() },
      }),
    () => {
      setQuestion('');
      onSent();
    },
  );
  return (
    <div className="td-composer" data-composer="ask-information">
      <TextArea
        label="Question au demandeur"
        description="Il est prévenu aussitôt. Vous pouvez répondre sans attendre."
        value={question}
        onChange={setQuestion}
        maxLength={4000}
      />
      {sending.failure}
      <div className="td-composer-acts">
        <Button
          variant="primary"
          isPending={sending.isSending}
          isDisabled={question.trim() === ''}
          onPress={sending.start}
        >
          Demander une information
        </Button>
      </div>
    </div>
  );
}

import { imagingLineOf } from '@liaison/imaging/contract';
import type { StudySummary } from '@liaison/imaging/contract';
import type { DossierView, PatientTraits } from '@liaison/teledossier/contract';
import { Disc3, Paperclip, ScanSearch, X } from 'lucide-react';
import { useState } from 'react';
import { Button, ButtonLink, IconButton } from '../../ui/Button.tsx';
import { DataList, DataRow } from '../../ui/DataList.tsx';
import { formatDate, formatDateTime } from '../../ui/french.ts';
import { Link } from '../../ui/Link.tsx';
import { Section } from '../../ui/Section.tsx';
import { AwaitingReason } from '../exams/ExamFollowUp.tsx';
import { RetrievalButtons } from '../exams/RetrievalButtons.tsx';
import { ImagingMark } from './ImagingMark.tsx';
import { PacsPicker } from './PacsPicker.tsx';
import { ProposedStudies } from './ProposedStudies.tsx';
import { StudyPicker } from './StudyPicker.tsx';

type StudiesEditorProps = {
  view: DossierView;
  /** As typed so far: what a PACS is searched by. */
  patient: PatientTraits;
  studies: readonly StudySummary[];
  onAttach: (study: StudySummary) => void;
  onDetach: (studyId: string) => void;
};

/** The examinations that go with the request, counted as they arrive; sending never waits for them. */
export function StudiesEditor({ view, patient, studies, onAttach, onDetach }: StudiesEditorProps) {
  const [isPicking, setPicking] = useState(false);
  const [isSearching, setSearching] = useState(false);
  return (
    <Section
      title="Examens"
      aside={
        <>
          <ButtonLink size="small" href={`/examens/import?demande=${view.id}`} icon={<Disc3 aria-hidden />}>
            Importer un CD
          </ButtonLink>
          <Button size="small" icon={<ScanSearch aria-hidden />} onPress={() => setSearching(true)}>
            Chercher dans mon PACS
          </Button>
          <Button size="small" icon={<Paperclip aria-hidden />} onPress={() => setPicking(true)}>
            Joindre un examen
          </Button>
        </>
      }
    >
      {studies.length === 0 ? (
        <p className="quiet">
          Aucun examen joint. La demande peut partir sans, et un examen être joint plus tard.
        </p>
      ) : (
        <DataList label="Examens joints">
          {studies.map((study) => (
            <StudyRow
              key={study.id}
              study={study}
              followUp={<AwaitingReason study={study} />}
              act={
                <>
                  <RetrievalButtons study={study} />
                  <IconButton
                    label={`Retirer l’examen ${studyTitle(study)}`}
                    icon={<X aria-hidden />}
                    onPress={() => onDetach(study.id)}
                  />
                </>
              }
            />
          ))}
        </DataList>
      )}
      <ProposedStudies view={view} attachedIds={studies.map((study) => study.id)} onAttach={onAttach} />
      <StudyPicker
        isOpen={isPicking}
        onClose={() => setPicking(false)}
        attachedIds={studies.map((study) => study.id)}
        onPick={onAttach}
      />
      <PacsPicker
        isOpen={isSearching}
        onClose={() => setSearching(false)}
        patient={patient}
        onPick={(found) => found.forEach(onAttach)}
      />
    </Section>
  );
}

export function studyTitle(study: StudySummary): string {
  return study.description || study.modalities.join(' + ') || 'sans description';
}

/** One examination on two lines: what and whose, then when and from where. */
export function StudyRow({
  study,
  act,
  note,
  followUp,
  isLinked = true,
}: {
  study: StudySummary;
  /** Under all the rest: what becomes of its images elsewhere. */
  followUp?: React.ReactNode;
  /** Why it is here. */
  note?: string;
  act?: React.ReactNode;
  isLinked?: boolean;
}) {
  const { traits } = study;
  const acquired = study.studyAt
    ? formatDateTime(study.studyAt)
    : study.studyDate && formatDate(study.studyDate);
  return (
    <DataRow
      title={
        <>
          {isLinked ? (
            <Link href={`/images/${study.id}`} isPlain>
              {studyTitle(study)}
            </Link>
          ) : (
            <span>{studyTitle(study)}</span>
          )}
          <span className="td-row-traits">
            {[traits.familyName, traits.givenNames].filter(Boolean).join(' ')}
          </span>
        </>
      }
      detail={
        <>
          {acquired ? <span>{acquired}</span> : null}
          {note ? <strong>{note}</strong> : null}
          <span>{study.structureName}</span>
          {study.accessionNumber ? <span className="mono">{study.accessionNumber}</span> : null}
          {followUp}
        </>
      }
      aside={<ImagingMark {...imagingLineOf([study])} />}
      acts={act}
    />
  );
}

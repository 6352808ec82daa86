import type { StudySummary } from '@liaison/imaging/contract';
import { downloadUrl } from '@liaison/transfers/contract';
import { Download } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { DataList } from '../../ui/DataList.tsx';
import { Section } from '../../ui/Section.tsx';
import { ExamFollowUp } from '../exams/ExamFollowUp.tsx';
import { ExamMenu } from '../exams/ExamMenu.tsx';
import { RetrievalButtons } from '../exams/RetrievalButtons.tsx';
import { StudyRow } from './StudiesEditor.tsx';

type DossierStudiesProps = { studies: readonly StudySummary[]; patient: string };

/** The examinations of a télédossier that was sent: how far each is, where it went, and what each side can do with it. */
export function DossierStudies({ studies, patient }: DossierStudiesProps) {
  const hasImages = studies.some((study) => study.imageCount > 0);
  return (
    <Section
      title="Examens"
      aside={
        hasImages ? (
          <Button
            size="small"
            icon={<Download aria-hidden />}
            onPress={() => window.location.assign(downloadUrl(studies.map(({ id }) => id)))}
          >
            Télécharger les examens (zip)
          </Button>
        ) : null
      }
    >
      {studies.length === 0 ? <p className="quiet">Aucun examen joint.</p> : null}
      <DataList label="Examens joints">
        {studies.map((study) => (
          <StudyRow
            key={study.id}
            study={study}
            followUp={<ExamFollowUp study={study} />}
            act={
              <>
                <RetrievalButtons study={study} />
                <ExamMenu study={study} patient={patient} />
              </>
            }
          />
        ))}
      </DataList>
    </Section>
  );
}

import type { StudySummary } from '@liaison/imaging/contract';
import { readImport, type ImportView } from '@liaison/imports/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, Eye, Images, TriangleAlert } from 'lucide-react';
import { useLive } from '../../app/live/useLive.tsx';
import { keyOf, queryOf } from '../../app/queries.ts';
import { useSession } from '../../app/session.tsx';
import { Banner } from '../../ui/Banner.tsx';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { DataList, DataRow } from '../../ui/DataList.tsx';
import {
  countText,
  formatBytes,
  formatDate,
  formatPersonName,
  formatSex,
  nbsp,
  plural,
} from '../../ui/french.ts';
import { Link } from '../../ui/Link.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { Status } from '../../ui/Status.tsx';
import { describeModalities } from '../exams/exams-filter.ts';
import { AttachMenu } from './AttachMenu.tsx';
import { imports, type ImportState } from './import-store.ts';
import { shownText } from './reading/shown-text.ts';
import { countRefusals, describeRefusals } from './words.ts';

/** What came of an import: its studies, as they enter the catalogue, and what was not taken. */
export function ImportResult({ state }: { state: Extract<ImportState, { phase: 'ended' }> }) {
  const { context } = useSession();
  const queryClient = useQueryClient();
  const asked = { params: { importId: state.view.id } };
  useLive([`structure:${context.structureId}`], () =>
    queryClient.invalidateQueries({ queryKey: keyOf(readImport, asked) }),
  );
  const { data: view } = useQuery({ ...queryOf(readImport, asked), initialData: state.view });
  const refusals = state.progress?.refusals ?? {};
  const refusedCount = countRefusals(refusals);
  const isWhole = view.state === 'done';
  return (
    <>
      <Banner
        tone={isWhole && refusedCount === 0 ? 'success' : 'warning'}
        title={isWhole ? 'Import terminé' : 'Import annulé'}
        isAnnounced
      >
        {`${plural(view.storedCount, 'image')} sur la plateforme (${formatBytes(view.storedBytes)}).`}
        {isWhole
          ? null
          : ` Les autres n’ont pas été envoyées${nbsp}; choisissez de nouveau le support pour les importer.`}
      </Banner>
      {refusedCount > 0 ? (
        <Banner
          tone="warning"
          title={`${plural(refusedCount, 'fichier')} non importé${refusedCount > 1 ? 's' : ''}`}
        >
          <ul className="import-others">
            {describeRefusals(refusals).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Banner>
      ) : null}
      <DataList label="Examens importés" count={view.studies.length} isHeadShown>
        {view.studies.map((one) => (
          <ImportedStudy key={one.StudyInstanceUID} imported={one} />
        ))}
      </DataList>
      <div className="import-acts">
        <Button onPress={imports.forget}>Importer un autre support</Button>
      </div>
    </>
  );
}

function ImportedStudy({ imported }: { imported: ImportView['studies'][number] }) {
  const { features } = useSession();
  const { study, expectedCount } = imported;
  if (!study)
    return (
      <DataRow
        title={`Examen de ${plural(expectedCount, 'image')}`}
        detail={<Progress label="Mise au catalogue" value={null} isLabelHidden />}
      />
    );
  const { traits } = study;
  const name = formatPersonName(traits.familyName, traits.givenNames) || 'Patient sans nom';
  return (
    <DataRow
      title={
        <>
          <Link href={`/images/${study.id}`} isPlain>
            {shownText(name)}
          </Link>
          <span className="ui-row-traits">
            {formatSex(traits.sex)}
            {traits.birthDate ? ` · ${formatDate(traits.birthDate)}` : ''}
          </span>
        </>
      }
      detail={
        <>
          <span>
            {shownText([describeModalities(study.modalities), study.description].filter(Boolean).join(' · '))}
          </span>
          {study.studyDate ? <span>{formatDate(study.studyDate)}</span> : null}
        </>
      }
      aside={<StudyState study={study} expectedCount={expectedCount} />}
      acts={
        <>
          {features.includes('clinical') ? <AttachMenu study={study} /> : null}
          <ButtonLink
            href={`/images/${study.id}`}
            icon={<Eye aria-hidden />}
            aria-label={`Voir les images de ${name}`}
          >
            Images
          </ButtonLink>
        </>
      }
    />
  );
}

function StudyState({ study, expectedCount }: { study: StudySummary; expectedCount: number }) {
  const { imageCount, quarantinedCount } = study;
  return (
    <>
      {imageCount >= expectedCount ? (
        <Status tone="success" icon={CircleCheck}>
          {plural(imageCount, 'image')}
        </Status>
      ) : (
        <Status tone="neutral" icon={Images}>
          {countText(imageCount, expectedCount)}
        </Status>
      )}
      {quarantinedCount > 0 ? (
        <Status tone="warning" icon={TriangleAlert}>
          {`${plural(quarantinedCount, 'image mise', 'images mises')} à part${nbsp}: autre contenu sous le même identifiant`}
        </Status>
      ) : null}
    </>
  );
}

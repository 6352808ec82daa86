import type { StudySummary } from '@liaison/imaging/contract';
import { createDossier } from '@liaison/teledossier/contract';
import { useMutation } from '@tanstack/react-query';
import { Archive, Eye, Images, LoaderCircle, TriangleAlert, Unplug } from 'lucide-react';
import { useNavigate } from 'react-router';

import { callEndpoint } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { useSession } from '../../app/session.tsx';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { DataRow } from '../../ui/DataList.tsx';
import {
  formatAge,
  formatDate,
  formatPersonName,
  formatSex,
  formatShortDateTime,
  plural,
} from '../../ui/french.ts';
import { Link } from '../../ui/Link.tsx';
import { RelativeTime, useNow } from '../../ui/RelativeTime.tsx';
import { Status } from '../../ui/Status.tsx';
import { notify } from '../../ui/Toast.tsx';
import { describeAwaiting } from '../pacs/words.ts';
import { describeModalities } from './exams-filter.ts';
import { ExamMenu } from './ExamMenu.tsx';
import { purgedText } from './purged-text.ts';

const freshForMs = 60 * 60_000;

/** One exam: whose, what, from where, and how far its reception is. */
export function ExamRow({ study }: { study: StudySummary }) {
  const { features } = useSession();
  const { traits } = study;
  const name = formatPersonName(traits.familyName, traits.givenNames) || 'Patient sans nom';
  const acquired = study.studyAt
    ? formatShortDateTime(study.studyAt)
    : study.studyDate && formatDate(study.studyDate);
  const isArriving = study.arrival === 'receiving';
  return (
    <DataRow
      isPressable
      {...(isArriving ? { tone: 'accent' as const } : {})}
      title={
        <>
          <Link href={`/images/${study.id}`} isPlain>
            {name}
          </Link>
          <span className="exam-traits">
            {formatSex(traits.sex)}
            {traits.birthDate ? ` · ${formatDate(traits.birthDate)} (${formatAge(traits.birthDate)})` : ''}
            {traits.patientId ? (
              <>
                {' · '}
                <span className="mono">{traits.patientId}</span>
              </>
            ) : null}
          </span>
        </>
      }
      detail={
        <>
          <span>{[describeModalities(study.modalities), study.description].filter(Boolean).join(' · ')}</span>
          <span>{study.structureName}</span>
          {acquired ? <span>réalisé {acquired}</span> : null}
        </>
      }
      aside={<Reception study={study} />}
      acts={
        <>
          {features.includes('clinical') ? <RequestAct study={study} patient={name} /> : null}
          <ButtonLink
            href={`/images/${study.id}`}
            icon={<Eye aria-hidden />}
            aria-label={`Voir les images de ${name}`}
          >
            Images
          </ButtonLink>
          <ExamMenu study={study} patient={name} />
        </>
      }
    />
  );
}

function Reception({ study }: { study: StudySummary }) {
  const counts = `${plural(study.imageCount, 'image')} · ${plural(study.seriesCount, 'série')}`;
  const awaited = study.awaiting && describeAwaiting(study.awaiting, study.imageCount);
  return (
    <>
      {awaited ? (
        <Status tone={awaited.tone} icon={awaited.icon}>
          {awaited.text}
        </Status>
      ) : null}
      {study.arrival === 'expected' && !awaited ? (
        <Status tone="neutral" icon={Images}>
          aucune image reçue
        </Status>
      ) : null}
      {study.arrival === 'purged' ? (
        <Status tone="neutral" icon={Archive}>
          {purgedText(study.purged)}
        </Status>
      ) : null}
      {!awaited && study.arrival === 'receiving' ? (
        <span className="exam-arriving">
          <Status tone="accent" icon={LoaderCircle}>
            {`${counts}, en cours d’arrivée`}
          </Status>
        </span>
      ) : null}
      {!awaited && study.arrival === 'idle' ? (
        <Status tone="neutral" icon={Images}>
          {counts}
        </Status>
      ) : null}
      {study.arrival === 'stalled' ? (
        <Status tone="warning" icon={Unplug}>
          {`${counts}, envoi interrompu`}
        </Status>
      ) : null}
      {study.quarantinedCount > 0 ? (
        <Status tone="warning" icon={TriangleAlert}>
          {`${plural(study.quarantinedCount, 'image mise', 'images mises')} à part`}
        </Status>
      ) : null}
      {study.arrival === 'purged' ? null : (
        <span>
          {study.imageCount > 0 ? 'reçu' : 'demandé'} <RelativeTime at={study.lastReceivedAt} />
        </span>
      )}
    </>
  );
}

/** Creates the brouillon from the exam, then opens the request to fill in. */
function RequestAct({ study, patient }: { study: StudySummary; patient: string }) {
  const navigate = useNavigate();
  const create = useMutation({
    mutationFn: () => callEndpoint(createDossier, { body: { type: 'avc', studyId: study.id } }),
    onSuccess: ({ id }) => navigate(`/teledossiers/${id}/demande`),
    onError: (error) =>
      notify({ tone: 'urgent', title: 'La demande n’a pas été créée', detail: tellError(error).title }),
  });
  // Only the exams of the moment stand out: most requests are about one of them.
  const ageMs = useNow(60).getTime() - Date.parse(study.lastReceivedAt);
  const isFresh = study.arrival !== 'purged' && ageMs < freshForMs;
  return (
    <Button
      variant={isFresh ? 'primary' : 'secondary'}
      isPending={create.isPending || create.isSuccess}
      onPress={() => create.mutate()}
      aria-label={`Demande d’avis AVC aigu pour ${patient}`}
    >
      Demande d’avis AVC aigu
    </Button>
  );
}

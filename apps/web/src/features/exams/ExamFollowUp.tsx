import type { StudySummary } from '@liaison/imaging/contract';
import { readProofs } from '@liaison/retention/contract';
import { listDeliveries, type Delivery } from '@liaison/transfers/contract';
import { useQuery } from '@tanstack/react-query';
import { Archive } from 'lucide-react';

import { callEndpoint } from '../../app/api.ts';
import { useLive } from '../../app/live/useLive.tsx';
import { keyOf, queryOf } from '../../app/queries.ts';
import { Link } from '../../ui/Link.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Status } from '../../ui/Status.tsx';
import { useAsked } from '../teledossier/use-asked.ts';
import { commitmentWords, describeProgress, stateWords } from '../transfers/words.ts';
import './exams.css';
import { proofText } from './proof-text.ts';

const mostShown = 3;

/** What became of the images of an exam beyond the platform: why a PACS does not give them, where they were sent, who archives them. */
export function ExamFollowUp({ study }: { study: StudySummary }) {
  const ask = useAsked();
  const deliveries = useQuery({
    queryKey: [...keyOf(listDeliveries), 'exam', study.id],
    queryFn: ({ signal }) =>
      ask(study.id, (live) =>
        callEndpoint(
          listDeliveries,
          { query: { studyId: study.id, limit: String(mostShown), live } },
          signal,
        ),
      ),
  });
  const proofs = useQuery(queryOf(readProofs, { params: { studyId: study.id } }));
  useLive([`study:${study.id}`], () => {
    void deliveries.refetch({ cancelRefetch: false });
    void proofs.refetch({ cancelRefetch: false });
  });
  const sent = deliveries.data?.deliveries ?? [];
  const proof = proofs.data?.proofs.find(({ isWhole }) => isWhole);
  return (
    <>
      <AwaitingReason study={study} />
      {sent.map((delivery) => (
        <DeliveryLine key={delivery.id} delivery={delivery} />
      ))}
      {proof ? (
        <span className="exam-follow-up">
          <Status tone="neutral" icon={Archive}>
            {proofText(proof)}
          </Status>
        </span>
      ) : null}
    </>
  );
}

/** Why a PACS does not give the images, in full. */
export function AwaitingReason({ study: { awaiting } }: { study: StudySummary }) {
  if (awaiting?.state !== 'failed') return null;
  return <span className="exam-follow-up">{awaiting.reason}</span>;
}

function DeliveryLine({ delivery }: { delivery: Delivery }) {
  const { tone, icon, text } = stateWords(delivery);
  const commitment = commitmentWords[delivery.commitment];
  return (
    <span className="exam-follow-up">
      <Status tone={tone} icon={icon}>
        {`${text} vers ${delivery.destination.name} · ${describeProgress(delivery)}`}
      </Status>{' '}
      {commitment ? `${commitment} · ` : ''}
      <RelativeTime at={delivery.endedAt ?? delivery.askedAt} /> <Link href="/examens/envois">Suivre</Link>
      {delivery.failure ? <span className="exam-follow-up">{delivery.failure.text}</span> : null}
    </span>
  );
}

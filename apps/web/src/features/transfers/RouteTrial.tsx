import { tryRoute, type RouteRule } from '@liaison/transfers/contract';
import { useMutation } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useEffect, useRef } from 'react';

import { callEndpoint, type Reply } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatNumber, nbsp, plural } from '../../ui/french.ts';

const days = 30;

/** What the route as it stands would have sent, had it been there; nothing leaves. */
export function RouteTrial({ structureId, rule }: { structureId: string; rule: RouteRule }) {
  const { conditions, peerIds } = rule;
  const tried = useMutation({
    mutationFn: () =>
      callEndpoint(tryRoute, { params: { structureId }, body: { conditions, peerIds, days } }),
  });
  const place = useRef<HTMLDivElement>(null);
  // The answer comes under the button, which is often the last line in view.
  useEffect(() => {
    if (tried.data) place.current?.scrollIntoView({ block: 'nearest' });
  }, [tried.data]);
  return (
    <div className="route-trial" ref={place}>
      <h3>Essai à blanc</h3>
      <p className="quiet">Ce que cette route aurait envoyé ces 30 derniers jours. Rien ne part.</p>
      <Button icon={<FlaskConical aria-hidden />} isPending={tried.isPending} onPress={() => tried.mutate()}>
        Essayer sans rien envoyer
      </Button>
      {tried.data ? (
        <Banner
          tone={tried.data.matched > 0 ? 'info' : 'warning'}
          title={describeTrial(tried.data)}
          isAnnounced
        >
          {describeParts(tried.data)}
        </Banner>
      ) : null}
      {tried.isError ? (
        <Banner tone="urgent" title="L’essai n’a pas pu être fait" isAnnounced>
          {tellError(tried.error).title}
        </Banner>
      ) : null}
    </div>
  );
}

type Trial = Reply<typeof tryRoute>;

function describeTrial({ matched, considered, isCapped }: Trial): string {
  const of = `sur ${isCapped ? 'les derniers ' : ''}${plural(considered, 'examen reçu', 'examens reçus')}`;
  if (matched === 0) return `Aucun examen n’aurait suivi cette route, ${of}.`;
  return `${plural(matched, 'examen aurait', 'examens auraient')} suivi cette route, ${of}.`;
}

function describeParts({ matched, images, byModality, byAeTitle }: Trial): string {
  if (matched === 0) return 'Élargissez les conditions, ou vérifiez d’où viennent les examens.';
  const modalities = byModality.map(({ modality, count }) => `${modality}${nbsp}${formatNumber(count)}`);
  const senders = byAeTitle.map(({ aeTitle, count }) => `${aeTitle}${nbsp}${formatNumber(count)}`);
  return [plural(images, 'image'), modalities.join(', '), `depuis ${senders.join(', ')}`].join(' · ');
}

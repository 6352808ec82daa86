import { listBundles, type PublishedBundle } from '@liaison/authority/contract';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Clock, History, PackageOpen, Plus } from 'lucide-react';
import { useState } from 'react';
import { queryOf } from '../../app/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { DataRow } from '../../ui/DataList.tsx';
import { formatBytes, formatDate, formatDateTime, nbsp, plural } from '../../ui/french.ts';
import { Status, type Tone } from '../../ui/Status.tsx';
import { PublishDialog } from './PublishDialog.tsx';
import { QueryRows } from './QueryRows.tsx';

const kinds: Readonly<Record<PublishedBundle['kind'], string>> = {
  nomenclature: 'Nomenclature',
  ruleset: 'Règles de contrôle',
  xsd: 'Schémas',
  trust: 'Confiance',
};

const states: Readonly<Record<PublishedBundle['state'], { label: string; tone: Tone; icon: typeof Clock }>> =
  {
    coming: { label: 'À venir', tone: 'info', icon: Clock },
    inForce: { label: 'En vigueur', tone: 'success', icon: CircleCheck },
    superseded: { label: 'Remplacée', tone: 'neutral', icon: History },
  };

/** What was published, since when it counts, and whom it reached. */
export function BundlesPanel() {
  const query = useQuery({ ...queryOf(listBundles, {}), select: ({ bundles }) => bundles });
  const [isPublishing, setPublishing] = useState(false);
  return (
    <div className="authority-panel">
      <div>
        <Button icon={<Plus aria-hidden />} onPress={() => setPublishing(true)}>
          Publier une nomenclature
        </Button>
      </div>
      <QueryRows
        label="Mises à jour publiées"
        query={query}
        empty={{
          icon: PackageOpen,
          title: 'Rien n’est publié',
          text: 'Les nomenclatures et les règles publiées, et les contrôleurs qu’elles ont atteints.',
        }}
      >
        {(bundle) => <BundleRow key={`${bundle.bundleId} ${bundle.version}`} bundle={bundle} />}
      </QueryRows>
      {isPublishing ? <PublishDialog onClose={() => setPublishing(false)} /> : null}
    </div>
  );
}

function BundleRow({ bundle }: { bundle: PublishedBundle }) {
  const {
    bundleId,
    kind,
    label,
    version,
    state,
    publishedAt,
    publishedBy,
    effectiveFrom,
    bytes,
    installedBy,
  } = bundle;
  const { label: stateLabel, tone, icon } = states[state];
  return (
    <DataRow
      title={
        <>
          {`${bundleId} ${label}`}
          <Status tone={tone} icon={icon}>
            {stateLabel}
          </Status>
        </>
      }
      detail={
        <>
          <span>{`${kinds[kind]}, version${nbsp}${version}`}</span>
          <span>{`vaut à partir du ${formatDate(effectiveFrom)}`}</span>
          <span>{`publiée le ${formatDateTime(publishedAt)} par ${publishedBy}`}</span>
          <span>{formatBytes(bytes)}</span>
        </>
      }
      aside={`installée par ${plural(installedBy, 'abonné')}`}
    />
  );
}

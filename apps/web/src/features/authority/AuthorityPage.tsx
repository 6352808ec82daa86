import { overview } from '@liaison/authority/contract';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import type { Reply } from '../../app/api.ts';
import { Page } from '../../app/Page.tsx';
import { queryOf, tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button, ButtonLink } from '../../ui/Button.tsx';
import { formatDateTime, nbsp, plural } from '../../ui/french.ts';
import { DefinitionList } from '../../ui/Section.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { BundlesPanel } from './BundlesPanel.tsx';
import { InterfacesPanel } from './InterfacesPanel.tsx';
import { LicencesPanel } from './LicencesPanel.tsx';
import { OrganisationsPanel } from './OrganisationsPanel.tsx';
import { SubscribersPanel } from './SubscribersPanel.tsx';
import './authority.css';

const panels = [
  { value: 'licences', label: 'Licences', content: <LicencesPanel /> },
  { value: 'organisations', label: 'Organisations', content: <OrganisationsPanel /> },
  { value: 'interfaces', label: 'Interfaces qualifiées', content: <InterfacesPanel /> },
  { value: 'mises-a-jour', label: 'Mises à jour', content: <BundlesPanel /> },
  { value: 'abonnes', label: 'Abonnés', content: <SubscribersPanel /> },
] as const;

/** The registers of the MIO authority and what it publishes. */
export function AuthorityPage() {
  const [params, setParams] = useSearchParams();
  const shown = panels.find(({ value }) => value === params.get('registre')) ?? panels[0];
  return (
    <Page title="Autorité MIO" acts={<ButtonLink href="/mio">Page publique</ButtonLink>}>
      <div className="authority">
        <Overview />
        <Tabs
          label="Registres de l’autorité"
          tabs={panels}
          value={shown.value}
          onChange={(registre) => setParams({ registre }, { replace: true })}
        />
      </div>
    </Page>
  );
}

function Overview() {
  const { data, error, refetch } = useQuery(queryOf(overview, {}));
  if (data) return <Facts facts={data} />;
  if (!error) return null;
  return (
    <Banner
      tone="urgent"
      title="L’état de l’autorité n’a pas pu être lu"
      isAnnounced
      acts={<Button onPress={() => void refetch()}>Réessayer</Button>}
    >
      {tellError(error).title}
    </Banner>
  );
}

function Facts({
  facts: { name, trouble, pointer, revocations, subscribers },
}: {
  facts: Reply<typeof overview>;
}) {
  return (
    <>
      {trouble === null ? null : (
        <Banner tone="urgent" title="L’autorité ne peut rien signer">
          {trouble}
        </Banner>
      )}
      <DefinitionList
        layout="stacked"
        items={[
          { term: 'Autorité', value: name },
          {
            term: 'Mises à jour signées jusqu’au',
            value: pointer ? formatDateTime(pointer.expiresAt) : 'Rien n’est publié',
          },
          {
            term: 'Révocations à jour jusqu’au',
            value: revocations
              ? `${formatDateTime(revocations.nextUpdate)}, ${revocations.count === 0 ? 'aucune' : plural(revocations.count, 'révocation')}`
              : null,
          },
          {
            term: 'Contrôleurs abonnés',
            value: `${subscribers.total}${subscribers.late > 0 ? `, dont ${subscribers.late}${nbsp}en retard` : ''}`,
          },
        ]}
      />
    </>
  );
}

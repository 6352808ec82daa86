import { listInterfaces } from '@liaison/authority/contract';
import { archiveUrl, readReference } from '@liaison/marches/contract';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { FileText, Plug } from 'lucide-react';
import { useEffect } from 'react';
import { useLocation } from 'react-router';
import type { Reply } from '../../app/api.ts';
import { Page } from '../../app/Page.tsx';
import { queryOf } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { ButtonLink } from '../../ui/Button.tsx';
import { DataRow } from '../../ui/DataList.tsx';
import { typographic } from '../../ui/french.ts';
import { Link } from '../../ui/Link.tsx';
import { Section } from '../../ui/Section.tsx';
import { InterfaceRow } from '../authority/InterfaceRow.tsx';
import { QueryRows } from '../authority/QueryRows.tsx';
import { ClausesSection } from './ClausesSection.tsx';
import './mio.css';

/**
 * For everyone: what to ask for in a consultation, how messages are made and, of an installation that is an authority, who
 * is qualified.
 */
export function MioPage() {
  const registry = useQuery(queryOf(listInterfaces, {}));
  const { data } = registry;
  const hasChain = data !== undefined && data.authority !== null;
  // Its place is there until the answer says that there is none: a link to it arrives.
  const hasRegistry = data === undefined || data.authority !== null || data.interfaces.length > 0;
  const { hash } = useLocation();
  // The browser looked for it before the page was drawn.
  useEffect(() => document.getElementById(hash.slice(1))?.scrollIntoView(), [hash]);
  return (
    <Page title="MIO, messages des marchés hospitaliers" width="reading">
      <div className="mio">
        <p>
          {typographic(
            'Une demande de prix, une offre, une attribution passent d’un logiciel à l’autre sans ressaisie : chaque message est contrôlé, certifié, puis vérifié par qui le reçoit.',
          )}
        </p>
        <nav aria-label="Sur cette page">
          <ul className="mio-contents">
            {hasRegistry ? (
              <li>
                <a href="#interfaces">Interfaces qualifiées</a>
              </li>
            ) : null}
            <li>
              <a href="#clauses">Clauses</a>
            </li>
            <li>
              <a href="#documents">Documents de référence</a>
            </li>
          </ul>
        </nav>
        <Banner tone="info" title="Un profil propre à Liaison">
          {typographic(
            'L’espace de noms « urn:liaison:mio:1 » est le nôtre : ce n’est pas le standard certifié de Phast, dont aucun schéma n’est public.',
          )}
        </Banner>
        {hasRegistry ? <InterfacesSection registry={registry} /> : null}
        <ClausesSection />
        <DocumentsSection hasChain={hasChain} />
      </div>
    </Page>
  );
}

type Registry = UseQueryResult<Reply<typeof listInterfaces>>;

function InterfacesSection({ registry: { data, error, refetch } }: { registry: Registry }) {
  return (
    <Section title="Interfaces qualifiées" id="interfaces">
      <QueryRows
        label="Registre"
        query={{ data: data?.interfaces, error, refetch }}
        empty={{
          icon: Plug,
          title: 'Aucune interface n’est encore qualifiée',
          text: 'Les logiciels dont l’autorité a qualifié les messages figureront ici.',
        }}
      >
        {(each) => <InterfaceRow key={each.id} qualified={each} />}
      </QueryRows>
    </Section>
  );
}

function DocumentsSection({ hasChain }: { hasChain: boolean }) {
  const query = useQuery({ ...queryOf(readReference, {}), select: ({ messages }) => messages });
  return (
    <Section title="Documents de référence" id="documents">
      <p className="quiet">
        {typographic(
          'De chaque message : ses données et leur place, ses schémas XSD (plus stricts que ceux d’UBL 2.3) et JSON, ses règles en Schematron.',
        )}
      </p>
      <ul className="mio-links">
        <li>
          <Link href="/api/mio/openapi.json">Services HTTP (OpenAPI 3.1)</Link>
        </li>
        {hasChain ? (
          <li>
            <Link href="/api/mio/authority/chain.pem">Certificats de l’autorité (PEM)</Link>
          </li>
        ) : null}
      </ul>
      <QueryRows
        label="Messages"
        query={query}
        empty={{ icon: FileText, title: 'Aucun message', text: 'Le standard n’en a pas.' }}
      >
        {({ code, name, help, root }) => (
          <DataRow
            key={code}
            title={`${code} · ${name}`}
            detail={
              <>
                <span>{typographic(help)}</span>
                <code>{root}</code>
              </>
            }
            acts={
              <ButtonLink
                size="small"
                href={archiveUrl(code)}
                aria-label={`Télécharger les documents du message ${code}`}
              >
                Télécharger
              </ButtonLink>
            }
          />
        )}
      </QueryRows>
    </Section>
  );
}

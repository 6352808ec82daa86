import { CircleCheck, Inbox, SearchX, Users } from 'lucide-react';
import { useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';

import { Page } from '../../app/Page.tsx';
import { tellError } from '../../app/queries.ts';
import { useRowKeys } from '../../app/row-keys.ts';
import { useShortcut } from '../../app/shortcuts.tsx';
import { Button } from '../../ui/Button.tsx';
import { DataList, ListFilters, MoreRows } from '../../ui/DataList.tsx';
import { EmptyState, ErrorState } from '../../ui/EmptyState.tsx';
import { nbsp } from '../../ui/french.ts';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { FilterChips } from '../../ui/SegmentedControl.tsx';
import { Select } from '../../ui/Select.tsx';
import { SearchField } from '../../ui/TextField.tsx';
import { formatFilter, noFilter, readFilter, stages, ways, type ExchangeFilter } from './exchange-filter.ts';
import { ExchangeRow } from './ExchangeRow.tsx';
import { exchangesPath, useExchanges, usePartners } from './use-exchanges.ts';
import './exchanges.css';

/** Messages between my structure and its partners: what waits for a person, and what becomes of the others. */
export function ExchangesPage() {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const filter = readFilter(params);
  const show = (next: ExchangeFilter) =>
    void navigate(`${exchangesPath}${formatFilter(next)}`, { replace: true });
  return (
    <Page title="Échanges">
      <Filters filter={filter} onChange={show} />
      <Exchanges filter={filter} onWiden={() => show(noFilter)} />
    </Page>
  );
}

type FiltersProps = { filter: ExchangeFilter; onChange: (filter: ExchangeFilter) => void };

function Filters({ filter, onChange }: FiltersProps) {
  const partners = usePartners() ?? [];
  return (
    <ListFilters>
      <FilterChips
        label="État"
        choices={stages}
        value={filter.stage}
        onChange={(stage) => onChange({ ...filter, stage })}
      />
      <FilterChips
        label="Sens"
        choices={ways}
        value={filter.way}
        onChange={(way) => onChange({ ...filter, way })}
      />
      <div className="exchanges-search">
        <ConsultationField
          key={filter.consultation}
          value={filter.consultation}
          onChange={(consultation) => onChange({ ...filter, consultation })}
        />
        {partners.length > 0 ? (
          <Select
            label="Partenaire"
            choices={[
              { value: '', label: 'Tous les partenaires' },
              ...partners.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={filter.partnerId}
            onChange={(partnerId) => onChange({ ...filter, partnerId })}
          />
        ) : null}
      </div>
    </ListFilters>
  );
}

/** A consultation is asked for by its whole number: at Enter, not at each letter. */
function ConsultationField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  const box = useRef<HTMLDivElement>(null);
  useShortcut('/', 'Chercher une consultation', () => box.current?.querySelector('input')?.focus());
  return (
    <div ref={box}>
      <SearchField
        label="Numéro de consultation"
        placeholder="N° de consultation, puis Entrée"
        value={typed}
        onChange={setTyped}
        onSubmit={(asked) => onChange(asked.trim())}
        onClear={() => onChange('')}
      />
    </div>
  );
}

type ExchangesProps = { filter: ExchangeFilter; onWiden: () => void };

function Exchanges({ filter, onWiden }: ExchangesProps) {
  const rows = useRef<HTMLDivElement>(null);
  useRowKeys(rows);
  const list = useExchanges(filter);
  if (!list.data && list.isError) {
    const told = tellError(list.error);
    return (
      <ErrorState
        title="La liste des échanges n’a pas pu être lue"
        reference={told.reference}
        onRetry={() => void list.refetch()}
      >
        {told.title}
      </ErrorState>
    );
  }
  if (!list.data) return <SkeletonRows label="Chargement des échanges" />;
  const exchanges = list.data.pages.flatMap((page) => page.exchanges);
  if (exchanges.length === 0) return <NoExchange filter={filter} onWiden={onWiden} />;
  const search = formatFilter(filter);
  return (
    <div ref={rows} aria-busy={list.isPlaceholderData}>
      <DataList label="Échanges">
        {exchanges.map((each) => (
          <ExchangeRow key={each.id} exchange={each} href={`${exchangesPath}/${each.id}${search}`} />
        ))}
      </DataList>
      <MoreRows pages={list}>Afficher la suite</MoreRows>
    </div>
  );
}

function NoExchange({ filter, onWiden }: ExchangesProps) {
  const partners = usePartners();
  const widen = <Button onPress={onWiden}>Voir tous les échanges</Button>;
  if (filter.stage === 'a-decider')
    return (
      <EmptyState icon={CircleCheck} title="Rien à décider" acts={widen}>
        Les messages mis en quarantaine et les envois qui ont échoué apparaissent ici.
      </EmptyState>
    );
  if (formatFilter(filter) !== '')
    return (
      <EmptyState icon={SearchX} title="Aucun échange ne correspond" acts={widen}>
        Essayez un autre état ou un autre sens, ou vérifiez le numéro de la consultation{nbsp}: il est cherché
        en entier.
      </EmptyState>
    );
  if (partners?.length === 0)
    return (
      <EmptyState icon={Users} title="Aucun partenaire pour l’instant">
        Liaison échange des messages avec les partenaires que vous lui indiquez. Votre logiciel, ou
        l’exploitant de Liaison, ajoute le premier.
      </EmptyState>
    );
  return (
    <EmptyState icon={Inbox} title="Aucun échange pour l’instant">
      Les messages envoyés à vos partenaires et ceux que vous en recevez apparaissent ici, avec ce qu’ils
      deviennent.
    </EmptyState>
  );
}

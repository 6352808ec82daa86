import { severities, type ControlReply } from '@liaison/marches/contract';
import { SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatNumber, nbsp, plural } from '../../ui/french.ts';
import { FilterChips, SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Select } from '../../ui/Select.tsx';
import { Status } from '../../ui/Status.tsx';
import { SearchField } from '../../ui/TextField.tsx';
import {
  filterFindings,
  groupFindings,
  lotsOf,
  noFilter,
  type FindingFilter,
  type FindingGroup,
  type Grouping,
  type ListedFinding,
} from './finding-groups.ts';
import { FindingRow } from './FindingRow.tsx';
import { capital, layerNames, severityLooks, severityNames } from './words.ts';

type ListProps = {
  listed: readonly ListedFinding[];
  titles: ControlReply['titles'];
  chosen: string | null;
  onChosen: (key: string) => void;
};

/** Groups drawn at once. */
const groupsAtOnce = 30;

/** Every finding, by rule or by lot, narrowed by what the reader looks for. */
export function FindingList({ listed, titles, chosen, onChosen }: ListProps) {
  const [filter, setFilter] = useState(noFilter);
  const [grouping, setGrouping] = useState<Grouping>('rule');
  const [shown, setShown] = useState(groupsAtOnce);
  const kept = useMemo(() => filterFindings(listed, filter), [listed, filter]);
  const groups = useMemo(() => groupFindings(kept, grouping, titles), [kept, grouping, titles]);
  return (
    <section className="finding-list" aria-label="Constats">
      {listed.length > 1 ? (
        <>
          <Filters listed={listed} filter={filter} onFilter={setFilter} />
          <div className="finding-count">
            <output className="quiet small">
              {kept.length === listed.length
                ? plural(listed.length, 'constat')
                : `${formatNumber(kept.length)} sur ${plural(listed.length, 'constat')}`}
            </output>
            <SegmentedControl
              label="Grouper les constats"
              size="small"
              choices={[
                { value: 'rule', label: 'Par règle' },
                { value: 'lot', label: 'Par lot' },
              ]}
              value={grouping}
              onChange={setGrouping}
            />
          </div>
        </>
      ) : null}
      {groups.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title="Aucun constat ne correspond"
          acts={<Button onPress={() => setFilter(noFilter)}>Tout afficher</Button>}
        >
          Élargissez les filtres pour revoir les autres.
        </EmptyState>
      ) : null}
      {groups.slice(0, shown).map((group) => (
        <Group key={`${grouping} ${group.key}`} group={group} chosen={chosen} onChosen={onChosen} />
      ))}
      {groups.length > shown ? (
        <Button onPress={() => setShown(shown + groupsAtOnce)}>
          {`Voir la suite (${plural(groups.length - shown, 'groupe')})`}
        </Button>
      ) : null}
    </section>
  );
}

type FilterProps = {
  listed: readonly ListedFinding[];
  filter: FindingFilter;
  onFilter: (filter: FindingFilter) => void;
};

function Filters({ listed, filter, onFilter }: FilterProps) {
  const counted = severities.map((value) => ({
    value,
    label: capital(severityNames[value].several),
    count: listed.filter(({ finding }) => finding.severity === value).length,
  }));
  const present = counted.filter(({ count }) => count > 0);
  const layers = Object.keys(layerNames).filter((layer) =>
    listed.some(({ finding }) => finding.layer === layer),
  );
  const lots = lotsOf(listed);
  return (
    <div className="finding-filters">
      {present.length > 1 ? (
        <FilterChips
          label="Gravité"
          choices={[{ value: 'all' as const, label: 'Tous', count: listed.length }, ...present]}
          value={filter.severity}
          onChange={(severity) => onFilter({ ...filter, severity })}
        />
      ) : null}
      <div className="finding-narrow">
        <SearchField
          label="Chercher dans les constats"
          placeholder="Lot, ligne, champ, code…"
          value={filter.text}
          onChange={(text) => onFilter({ ...filter, text })}
        />
        <Select
          label="Étape du contrôle"
          choices={[
            { value: '', label: 'Toutes' },
            ...layers.map((value) => ({ value, label: layerNames[value] ?? value })),
          ]}
          value={filter.layer}
          onChange={(layer) => onFilter({ ...filter, layer })}
        />
        {lots.length > 1 ? (
          <Select
            label="Lot"
            choices={[
              { value: '', label: 'Tous' },
              ...lots.map((value) => ({ value, label: `Lot${nbsp}${value}` })),
            ]}
            value={filter.lot}
            onChange={(lot) => onFilter({ ...filter, lot })}
          />
        ) : null}
      </div>
    </div>
  );
}

/** Rows of a group drawn at first, and how many more each time. */
const few = 5;
const more = 50;

type GroupProps = { group: FindingGroup; chosen: string | null; onChosen: (key: string) => void };

function Group({ group: { title, code, severity, items }, chosen, onChosen }: GroupProps) {
  const [asked, setAsked] = useState(few);
  // What is looked at is never folded away.
  const shown = Math.max(asked, items.findIndex(({ key }) => key === chosen) + 1);
  const { tone, icon } = severityLooks[severity];
  return (
    <section className="finding-group" aria-label={title}>
      <header className="finding-group-head">
        <h2>{title}</h2>
        <p className="finding-group-facts">
          <Status tone={tone} icon={icon}>
            {capital(severityNames[severity].one)}
          </Status>
          <span className="quiet small">{plural(items.length, 'constat')}</span>
          {code === null ? null : <span className="quiet small mono">{code}</span>}
        </p>
      </header>
      <ul>
        {items.slice(0, shown).map((each) => (
          <FindingRow
            key={each.key}
            listed={each}
            isCoded={code === null}
            isChosen={each.key === chosen}
            onChosen={onChosen}
          />
        ))}
      </ul>
      {items.length > shown ? (
        <Button variant="quiet" size="small" onPress={() => setAsked(shown + more)}>
          {`Voir ${items.length - shown > more ? `${more} des ${formatNumber(items.length - shown)} autres` : `les ${plural(items.length - shown, 'autre')}`}`}
        </Button>
      ) : null}
    </section>
  );
}

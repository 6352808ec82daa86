import type { FoundHere } from '@liaison/pacs/contract';
import { CircleAlert, CircleCheck, Download, LoaderCircle, RotateCw } from 'lucide-react';

import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { DataList, DataRow } from '../../ui/DataList.tsx';
import { formatDate, formatPersonName, formatSex, plural } from '../../ui/french.ts';
import { Link } from '../../ui/Link.tsx';
import { Status } from '../../ui/Status.tsx';
import { describeModalities } from '../exams/exams-filter.ts';
import type { PeerSearch } from './use-search.ts';

type Props = {
  peer: { id: string; name: string; mayRetrieve: boolean };
  found: PeerSearch;
  chosen: ReadonlyMap<string, unknown>;
  onToggle: (peerId: string, study: FoundHere) => void;
  /** Asks this PACS again. */
  onRetry: () => void;
};

/** What one PACS answered. */
export function FoundStudies({ peer, found, chosen, onToggle, onRetry }: Props) {
  return (
    <div className="pacs-found">
      <h2 className="pacs-found-head">
        {peer.name}
        <SearchState found={found} />
      </h2>
      {found.state === 'found' && found.studies.length > 0 ? (
        <DataList label={`Examens trouvés dans ${peer.name}`}>
          {found.studies.map((study) => (
            <FoundRow
              key={study.StudyInstanceUID}
              study={study}
              isSelectable={peer.mayRetrieve}
              isChosen={chosen.has(`${peer.id} ${study.StudyInstanceUID}`)}
              onToggle={() => onToggle(peer.id, study)}
            />
          ))}
        </DataList>
      ) : null}
      {found.state === 'failed' ? (
        <div className="pacs-found-failure">
          <p className="small">{found.reason}</p>
          <Button size="small" icon={<RotateCw aria-hidden />} onPress={onRetry}>
            Réessayer
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function SearchState({ found }: { found: PeerSearch }) {
  if (found.state === 'searching')
    return (
      <Status tone="accent" icon={LoaderCircle}>
        recherche en cours…
      </Status>
    );
  if (found.state === 'failed')
    return (
      <Status tone="urgent" icon={CircleAlert}>
        recherche impossible
      </Status>
    );
  const count =
    found.studies.length === 0 ? 'aucun examen ne correspond' : plural(found.studies.length, 'examen');
  return (
    <span className="quiet">{found.isCapped ? `${count}, les premiers seulement : précisez` : count}</span>
  );
}

type RowProps = { study: FoundHere; isSelectable: boolean; isChosen: boolean; onToggle: () => void };

function FoundRow({ study, isSelectable, isChosen, onToggle }: RowProps) {
  const name = formatPersonName(study.familyName, study.givenNames) || 'Patient sans nom';
  const { present } = study;
  const counts = [
    study.imageCount === null ? '' : plural(study.imageCount, 'image'),
    study.seriesCount === null ? '' : plural(study.seriesCount, 'série'),
  ].filter(Boolean);
  const traits = [formatSex(study.sex), study.birthDate ? formatDate(study.birthDate) : ''].filter(Boolean);
  return (
    <DataRow
      lead={
        isSelectable ? (
          <Checkbox isSelected={isChosen} onChange={onToggle} aria-label={`Choisir l’examen de ${name}`}>
            {''}
          </Checkbox>
        ) : null
      }
      title={
        <>
          {name}
          <span className="ui-row-traits">
            {traits.join(' · ')}
            {study.patientId ? (
              <>
                {' · '}
                <span className="mono">{study.patientId}</span>
              </>
            ) : null}
          </span>
        </>
      }
      detail={
        <>
          <span>{[describeModalities(study.modalities), study.description].filter(Boolean).join(' · ')}</span>
          {study.studyDate ? (
            <span>{`${formatDate(study.studyDate)} ${study.studyTime?.slice(0, 5) ?? ''}`.trim()}</span>
          ) : null}
          {study.accessionNumber ? <span className="mono">{study.accessionNumber}</span> : null}
          {counts.length > 0 ? <span>{counts.join(' · ')}</span> : null}
        </>
      }
      aside={
        present ? (
          <Link href={`/images/${present.studyId}`}>
            {present.imageCount > 0 ? (
              <Status tone="success" icon={CircleCheck}>
                {`Déjà là · ${plural(present.imageCount, 'image')}`}
              </Status>
            ) : (
              <Status tone="accent" icon={Download}>
                Déjà demandé
              </Status>
            )}
          </Link>
        ) : null
      }
    />
  );
}

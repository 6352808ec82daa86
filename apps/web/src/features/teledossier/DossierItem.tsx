import type { DossierRow } from '@liaison/teledossier/contract';
import { Circle, Siren } from 'lucide-react';
import { Status } from '../../ui/Status.tsx';
import { DataRow } from '../../ui/DataList.tsx';
import { formatAge, formatDuration, formatSex } from '../../ui/french.ts';
import { Link } from '../../ui/Link.tsx';
import { useNow } from '../../ui/RelativeTime.tsx';
import { ImagingMark } from './ImagingMark.tsx';
import { RowAct } from './RowAct.tsx';
import { rowHref } from './row-href.ts';
import { StrokeClockMark } from './StrokeClockMark.tsx';
import { isOver, statusMarks } from './words.ts';

type DossierItemProps = {
  row: DossierRow;
  isSelected?: boolean;
  /** Where rows of several states stand together. */
  isStatusShown?: boolean;
  onFocus?: () => void;
  /** After the row's act: the list is to be read again. */
  onActed: () => void;
};

/** A télédossier in a list: who and since when, what is asked, then the time left, the images, from where to where. */
export function DossierItem({
  row,
  isSelected = false,
  isStatusShown = false,
  onFocus,
  onActed,
}: DossierItemProps) {
  const { patientLine: patient } = row;
  const mark = statusMarks[row.status];
  return (
    <DataRow
      id={`row-${row.id}`}
      isPressable
      isSelected={isSelected}
      {...(row.urgency === 'urgent' && !isOver(row.status) ? { tone: 'urgent' } : {})}
      lead={<Age row={row} />}
      title={
        <span className="td-row-title" onFocus={onFocus}>
          <Link href={rowHref(row)} isPlain>
            {patient.displayName}
          </Link>
          <span className="td-row-traits">
            {[formatSex(patient.sex), patient.birthDate ? formatAge(patient.birthDate) : null]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <span className="td-row-type">{row.title}</span>
          {row.isUnread ? <Unread /> : null}
        </span>
      }
      detail={
        <>
          <span className="td-row-question clip">{row.question || 'Question non précisée'}</span>
          <span className="td-row-facts">
            {isOver(row.status) ? null : <StrokeClockMark lastSeenWellAt={row.lastSeenWellAt} />}
            <ImagingMark {...row.imaging} />
            {row.takenByName ? <span className="clip">{`pris par ${row.takenByName}`}</span> : null}
            <span className="td-row-path clip">
              {[row.requerantStructureName, row.recipientNames.join(', ')].filter(Boolean).join(' → ')}
            </span>
          </span>
        </>
      }
      aside={
        isStatusShown ? (
          <Status tone={mark.tone} icon={mark.icon}>
            {mark.word}
          </Status>
        ) : null
      }
      acts={<RowAct row={row} onActed={onActed} />}
    />
  );
}

function Unread() {
  return (
    <span className="td-unread">
      <Circle aria-hidden />
      nouveau
    </span>
  );
}

function Age({ row }: { row: DossierRow }) {
  const age = formatDuration(useNow(5).getTime() - Date.parse(row.since));
  return (
    <span className="td-age">
      {row.urgency === 'urgent' && !isOver(row.status) ? (
        <Status tone="urgent" icon={Siren}>
          Urgent
        </Status>
      ) : null}
      <time dateTime={row.since}>{age}</time>
    </span>
  );
}

import type { DossierRow } from '@liaison/teledossier/contract';
import { formatAge, formatDate, formatDateTime, formatSex } from '../../ui/french.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { DefinitionList } from '../../ui/Section.tsx';
import { Status } from '../../ui/Status.tsx';
import { StrokeClockMark } from './StrokeClockMark.tsx';
import { imagingText, statusMarks } from './words.ts';

/** On wide screens, what the list already knows of the selected row, unclipped. Opening it stays a deliberate act. */
export function RowPreview({ row }: { row: DossierRow | null }) {
  if (!row) return null;
  const { patientLine: patient, imaging } = row;
  const mark = statusMarks[row.status];
  const born = patient.birthDate
    ? `${formatDate(patient.birthDate)} (${formatAge(patient.birthDate)})`
    : null;
  return (
    <aside className="td-preview" aria-label="Aperçu de la ligne choisie">
      <p className="quiet mono">{row.number}</p>
      <h2>{patient.displayName}</h2>
      <p>{[formatSex(patient.sex), born].filter(Boolean).join(' · ')}</p>
      <StrokeClockMark lastSeenWellAt={row.lastSeenWellAt} />
      <p className="td-preview-question">{row.question || 'Question non précisée'}</p>
      <DefinitionList
        items={[
          {
            term: 'État',
            value: (
              <Status tone={mark.tone} icon={mark.icon}>
                {mark.word}
              </Status>
            ),
          },
          { term: 'Demandeur', value: `${row.requerantName}, ${row.requerantStructureName}` },
          { term: 'Destinataires', value: row.recipientNames.join(', ') },
          { term: 'Images', value: imagingText(imaging) },
          ...(row.takenByName ? [{ term: 'Pris par', value: row.takenByName }] : []),
          {
            term: row.status === 'brouillon' ? 'Créé' : 'Envoyé',
            value: (
              <>
                {`${formatDateTime(row.since)}, `}
                <RelativeTime at={row.since} />
              </>
            ),
          },
        ]}
      />
    </aside>
  );
}

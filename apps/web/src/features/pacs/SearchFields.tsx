import { DateField } from '../../ui/DateTimeField.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { modalities } from '../exams/exams-filter.ts';
import type { SearchDraft } from './search-draft.ts';

const modalityChoices = modalities.map(({ value, label }) => ({ value, label }));

type Props = { draft: SearchDraft; set: (change: Partial<SearchDraft>) => void };

/** What a PACS is searched by (functional grid DONNEES-4, 11). */
export function SearchFields({ draft, set }: Props) {
  return (
    <div className="pacs-fields">
      <TextField label="IPP" isCode value={draft.patientId} onChange={(patientId) => set({ patientId })} />
      <TextField label="Nom" value={draft.familyName} onChange={(familyName) => set({ familyName })} />
      <TextField label="Prénom" value={draft.givenName} onChange={(givenName) => set({ givenName })} />
      <DateField
        label="Date de naissance"
        value={draft.birthDate}
        onChange={(birthDate) => set({ birthDate })}
      />
      <TextField
        label="Numéro d’examen"
        isCode
        value={draft.accessionNumber}
        onChange={(accessionNumber) => set({ accessionNumber })}
      />
      <Select
        label="Modalité"
        choices={modalityChoices}
        value={modalities.find(({ value }) => value === draft.modality)?.value ?? 'all'}
        onChange={(value) => set({ modality: value === 'all' ? '' : value })}
      />
      <DateField label="Examen du" value={draft.dateFrom} onChange={(dateFrom) => set({ dateFrom })} />
      <DateField label="Au" value={draft.dateTo} onChange={(dateTo) => set({ dateTo })} />
    </div>
  );
}

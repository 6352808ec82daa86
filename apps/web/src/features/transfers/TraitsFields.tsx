import type { CoercedTraits } from '@liaison/transfers/contract';

import { DateField } from '../../ui/DateTimeField.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { TextField } from '../../ui/TextField.tsx';

const sexes = [
  { value: 'F', label: 'F' },
  { value: 'M', label: 'M' },
  { value: 'O', label: 'Indéterminé' },
  { value: 'none', label: 'Non précisé' },
] as const;

/** The identity to write into the images. */
export function TraitsFields({
  value,
  onChange,
}: {
  value: CoercedTraits;
  onChange: (value: CoercedTraits) => void;
}) {
  return (
    <>
      <div className="send-line">
        <TextField
          label="Nom de naissance"
          autoComplete="off"
          maxLength={64}
          value={value.familyName}
          onChange={(familyName) => onChange({ ...value, familyName })}
        />
        <TextField
          label="Prénoms"
          isOptional
          autoComplete="off"
          maxLength={64}
          value={value.givenNames}
          onChange={(givenNames) => onChange({ ...value, givenNames })}
        />
      </div>
      <div className="send-line">
        <DateField
          label="Date de naissance"
          isOptional
          value={value.birthDate}
          onChange={(birthDate) => onChange({ ...value, birthDate })}
        />
      </div>
      <div className="ui-field">
        <span className="ui-label" aria-hidden>
          Sexe
        </span>
        <SegmentedControl
          label="Sexe"
          choices={sexes}
          value={value.sex ?? 'none'}
          onChange={(sex) => onChange({ ...value, sex: sex === 'none' ? null : sex })}
        />
      </div>
    </>
  );
}

import type { DossierView, PatientTraits } from '@liaison/teledossier/contract';
import { Switch } from '../../ui/Checkbox.tsx';
import { DateField } from '../../ui/DateTimeField.tsx';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { isPlaceCode, withTrait } from './draft.ts';
import type { TraitName } from './draft.ts';
import { IdentityDifferences } from './IdentityDifferences.tsx';
import { traitLabels } from './words.ts';

const sexes = [
  { value: 'F', label: 'Féminin' },
  { value: 'M', label: 'Masculin' },
  { value: 'I', label: 'Indéterminé' },
] as const;

type EditorProps = {
  patient: PatientTraits;
  differences: DossierView['identityDifferences'];
  onChange: (change: (before: PatientTraits) => PatientTraits) => void;
};

/** The strict traits. All may stay empty: an emergency never waits for an identity. */
export function PatientEditor({ patient, differences, onChange }: EditorProps) {
  const source = (name: TraitName) =>
    patient.source[name] === 'dicom' ? 'Lu dans les images, provisoire' : undefined;
  const trait = (name: 'birthName' | 'birthGivenNames' | 'ipp') => ({
    label: traitLabels[name],
    description: source(name),
    value: patient[name],
    autoComplete: 'off',
    onChange: (text: string) => onChange((before) => withTrait(before, name, text)),
  });
  return (
    <div className="td-patient">
      <Switch
        isSelected={patient.isUnknown}
        onChange={(isUnknown) => onChange((before) => ({ ...before, isUnknown }))}
        detail="Il sera désigné par un alias jusqu’à ce que son identité soit connue."
      >
        Patient inconnu
      </Switch>
      <IdentityDifferences differences={differences} />
      <div className="td-traits">
        {patient.isUnknown ? null : (
          <>
            <TextField {...trait('birthName')} maxLength={100} width="m" />
            <TextField {...trait('birthGivenNames')} maxLength={100} width="m" />
          </>
        )}
        <DateField
          label={patient.isUnknown ? 'Date de naissance estimée' : traitLabels.birthDate}
          description={source('birthDate')}
          value={patient.birthDate}
          onChange={(date) =>
            onChange((before) => (before.birthDate === date ? before : withTrait(before, 'birthDate', date)))
          }
        />
        <RadioGroup
          label={traitLabels.sex}
          description={source('sex')}
          orientation="horizontal"
          choices={sexes}
          value={patient.sex}
          onChange={(sex) => onChange((before) => withTrait(before, 'sex', sex))}
        />
        <TextField {...trait('ipp')} maxLength={64} width="s" isCode />
        {patient.isUnknown ? null : (
          <TextField
            label="Lieu de naissance (code COG)"
            description="Code INSEE, cinq caractères"
            errorMessage={
              isPlaceCode(patient.birthPlaceCode) ? null : 'Cinq chiffres, ou 2A, 2B suivi de trois.'
            }
            value={patient.birthPlaceCode}
            onChange={(text) =>
              onChange((before) => ({ ...before, birthPlaceCode: text.trim().toUpperCase() }))
            }
            autoComplete="off"
            maxLength={5}
            width="xs"
            isCode
          />
        )}
      </div>
    </div>
  );
}

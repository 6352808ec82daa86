import type { CoercedTraits, Destination, KnownIdentifier } from '@liaison/transfers/contract';

import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { formatDate, nbsp } from '../../ui/french.ts';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import { Disclosure } from '../../ui/Section.tsx';
import { TextField } from '../../ui/TextField.tsx';
import type { SentStudy } from './SendDialog.tsx';
import { TraitsFields } from './TraitsFields.tsx';
import type { Identifiers } from './use-send.ts';

type Props = {
  study: SentStudy;
  destination: Destination & { known: KnownIdentifier | null };
  value: Identifiers;
  onChange: (value: Identifiers) => void;
};

/** Which identifiers the images carry at their destination: their own, unless somebody asks for others. */
export function IdentifiersFields({ study, destination, value, onChange }: Props) {
  const set = (change: Partial<Identifiers>) => onChange({ ...value, ...change });
  const own = study.traits.patientId ? `IPP ${study.traits.patientId}` : 'sans IPP';
  return (
    <div className="send-identifiers">
      <RadioGroup
        label="Identifiants"
        choices={[
          { value: 'own', label: 'Ne rien changer', detail: own },
          {
            value: 'theirs',
            label: 'Écrire ceux de la destination',
            detail: `${destination.structureName} · les anciens restent notés dans les images`,
          },
        ]}
        value={value.isChanged ? 'theirs' : 'own'}
        onChange={(choice) => set({ isChanged: choice === 'theirs' })}
      />
      {value.isChanged ? <TheirFields {...{ study, destination, value, set }} /> : null}
    </div>
  );
}

type FieldsProps = Pick<Props, 'study' | 'destination' | 'value'> & {
  set: (change: Partial<Identifiers>) => void;
};

function TheirFields({ study, destination: { known }, value, set }: FieldsProps) {
  return (
    <div className="send-fields">
      {known && value.patientId !== known.patientId ? (
        <Banner
          tone="info"
          acts={
            <Button
              size="small"
              onPress={() => set({ patientId: known.patientId, issuerOfPatientId: known.issuerOfPatientId })}
            >
              {`Reprendre ${known.patientId}`}
            </Button>
          }
        >
          {`IPP connu depuis l’envoi du ${formatDate(known.notedAt.slice(0, 10))}${nbsp}: ${known.patientId}`}
        </Banner>
      ) : null}
      <div className="send-line">
        <TextField
          label="IPP à destination"
          isCode
          autoComplete="off"
          maxLength={64}
          value={value.patientId}
          onChange={(patientId) => set({ patientId })}
        />
        <TextField
          label="Autorité de cet IPP"
          isCode
          isOptional
          autoComplete="off"
          maxLength={64}
          value={value.issuerOfPatientId}
          onChange={(issuerOfPatientId) => set({ issuerOfPatientId })}
        />
      </div>
      <TextField
        label="Numéro d’examen à destination"
        description={study.accessionNumber ? `Dans les images${nbsp}: ${study.accessionNumber}` : undefined}
        isCode
        isOptional
        width="m"
        autoComplete="off"
        maxLength={16}
        value={value.accessionNumber}
        onChange={(accessionNumber) => set({ accessionNumber })}
      />
      <Disclosure
        title="Changer aussi le nom, la naissance ou le sexe"
        isExpanded={value.traits !== null}
        onExpandedChange={(isOpen) => set({ traits: isOpen ? traitsOf(study) : null, isSamePatient: false })}
      >
        {value.traits ? (
          <>
            <Banner tone="warning" title="Risque d’erreur de patient">
              Les images porteront cette identité dans le PACS. Ne la changez que si vous avez vérifié qu’il
              s’agit bien du même patient.
            </Banner>
            <TraitsFields value={value.traits} onChange={(traits) => set({ traits, isSamePatient: false })} />
            <Checkbox isSelected={value.isSamePatient} onChange={(isSamePatient) => set({ isSamePatient })}>
              J’ai vérifié qu’il s’agit du même patient
            </Checkbox>
          </>
        ) : null}
      </Disclosure>
    </div>
  );
}

function traitsOf({ traits }: SentStudy): CoercedTraits {
  const { familyName, givenNames, birthDate, sex } = traits;
  return { familyName, givenNames, birthDate, sex };
}

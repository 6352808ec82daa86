import { useState } from 'react';

import { Checkbox, type Choice, Switch } from '../../ui/Checkbox.tsx';
import { ComboBox, TagField } from '../../ui/ComboBox.tsx';
import { DateField, DateTimeField } from '../../ui/DateTimeField.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import { Section } from '../../ui/Section.tsx';
import { Select } from '../../ui/Select.tsx';
import { SearchField, TextArea, TextField } from '../../ui/TextField.tsx';
import './demo.css';

const places: readonly Choice[] = [
  { value: 'unv', label: 'UNV', detail: 'CHU de Valmont, neurologie vasculaire' },
  { value: 'nri', label: 'Neuroradiologie interventionnelle', detail: 'CHU de Valmont' },
  { value: 'smur', label: 'SMUR', detail: 'CH de Valombre' },
];

const sides = [
  { value: 'gauche', label: 'Gauche' },
  { value: 'droite', label: 'Droite' },
  { value: 'inconnu', label: 'Non précisé' },
] as const;

/** Every field, filled, empty and wrong. */
export function FieldGallery() {
  const [weight, setWeight] = useState<number | null>(72.5);
  const [bornOn, setBornOn] = useState<string | null>('1968-03-01');
  const [seenAt, setSeenAt] = useState<string | null>(null);
  const [side, setSide] = useState<(typeof sides)[number]['value'] | null>('gauche');
  const [place, setPlace] = useState<string | null>(null);
  const [recipients, setRecipients] = useState<readonly Choice[]>(places.slice(0, 1));
  const [search, setSearch] = useState('');
  return (
    <Section title="Champs">
      <div className="gallery-fields">
        <TextField label="Nom de naissance" width="m" defaultValue="LEFÈVRE" />
        <TextField label="IPP" width="s" isCode isOptional defaultValue="8001234567" />
        <TextField
          label="Téléphone"
          width="s"
          errorMessage="Dix chiffres sont attendus"
          defaultValue="04 67"
        />
        <TextArea
          label="Question posée"
          description="Ce que vous attendez de l’expert."
          placeholder={'Thrombolyse\u202f? Transfert\u202f?'}
        />
        <NumberField
          label="Poids"
          unit="kg"
          value={weight}
          onChange={setWeight}
          minValue={0}
          maxValue={400}
          step={0.5}
        />
        <DateField label="Date de naissance" value={bornOn} onChange={setBornOn} />
        <DateTimeField label="Dernière fois vu bien" value={seenAt} onChange={setSeenAt} />
        <RadioGroup label="Côté" orientation="horizontal" choices={sides} value={side} onChange={setSide} />
        <Select label="Côté (liste)" width="s" choices={sides} value={side} onChange={setSide} />
        <ComboBox label="Service" width="m" choices={places} value={place} onChange={setPlace} />
        <TagField
          label="Destinataires"
          chosenLabel="Destinataires choisis"
          value={recipients}
          onChange={setRecipients}
          found={places.filter((each) => each.label.toLowerCase().includes(search.toLowerCase()))}
          onSearch={setSearch}
        />
        <SearchField label="Chercher" width="m" />
        <Checkbox detail="Le patient ou sa famille a été informé">Information donnée</Checkbox>
        <Switch defaultSelected>Me prévenir par mail</Switch>
        <TextField label="Champ fermé" width="m" isDisabled defaultValue="CHU de Valmont" />
      </div>
    </Section>
  );
}

import { Checkbox, CheckboxGroup } from '../../ui/Checkbox.tsx';
import { TextArea, TextField } from '../../ui/TextField.tsx';
import { fine } from '../../ui/french.ts';
import { parseTypedTime } from '../../ui/typed-time.ts';
import type { RouteDraft } from './route-draft.ts';
import { weekdayChoices } from './words.ts';

type Props = {
  draft: RouteDraft;
  set: (change: Partial<RouteDraft>) => void;
  callingAeTitles: readonly string[];
};

/** Which exams follow a route; what is left empty accepts all. */
export function ConditionsFields({ draft, set, callingAeTitles }: Props) {
  const senders = [...new Set([...callingAeTitles, ...draft.callingAeTitles])].toSorted();
  return (
    <>
      <h3>Conditions</h3>
      <p className="quiet">
        Un examen suit la route s’il répond à toutes. Ce qui reste vide accepte tous les examens.
      </p>
      {senders.length > 0 ? (
        <CheckboxGroup
          label="Envoyé par"
          orientation="horizontal"
          choices={senders.map((aeTitle) => ({ value: aeTitle, label: aeTitle }))}
          value={draft.callingAeTitles}
          onChange={(chosen) => set({ callingAeTitles: [...chosen] })}
        />
      ) : null}
      <TextField
        label="Modalités"
        description="Codes DICOM, par exemple CT MR XA"
        isCode
        width="m"
        value={draft.modalities}
        onChange={(modalities) => set({ modalities })}
      />
      <TextArea
        label="Mots de la description"
        description={`Un mot ou une expression par ligne${fine}; un seul suffit, sans souci d’accents`}
        rows={2}
        value={draft.words}
        onChange={(words) => set({ words })}
      />
      <CheckboxGroup
        label="Jours de réception"
        orientation="horizontal"
        choices={weekdayChoices}
        value={draft.weekdays}
        onChange={(weekdays) => set({ weekdays: [...weekdays] })}
      />
      <Checkbox isSelected={draft.hasHours} onChange={(hasHours) => set({ hasHours })}>
        À certaines heures seulement
      </Checkbox>
      {draft.hasHours ? (
        <div className="route-hours">
          <HourField label="De (heure de Paris)" value={draft.from} onChange={(from) => set({ from })} />
          <HourField label="À" value={draft.to} onChange={(to) => set({ to })} />
        </div>
      ) : null}
    </>
  );
}

/** An hour of the day as French writes it; the browser's own field follows the language of the browser. */
function HourField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <TextField
      label={label}
      width="xs"
      placeholder="20:00"
      inputMode="numeric"
      maxLength={5}
      errorMessage={parseTypedTime(value) === null ? 'HH:MM' : null}
      value={value}
      onChange={onChange}
    />
  );
}

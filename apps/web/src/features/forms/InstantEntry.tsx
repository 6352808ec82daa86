import { unknownInstant } from '@liaison/forms/contract';
import type { FieldOf } from '@liaison/forms/contract';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { DateTimeField } from '../../ui/DateTimeField.tsx';
import type { FieldProps } from './field-props.ts';

/** A time and its date, "Maintenant", and the answer that nobody knows: "inconnue" starts no clock. */
export function InstantEntry({ field, value, error, onAnswer }: FieldProps<FieldOf<'instant'>>) {
  const isUnknown = value === unknownInstant;
  return (
    <div className="form-instant">
      <DateTimeField
        // Another key empties what was typed once the instant is said to be unknown.
        key={isUnknown ? 'unknown' : 'known'}
        label={field.label}
        description={field.help}
        errorMessage={error}
        value={typeof value === 'string' && !isUnknown ? value : null}
        onChange={(instant) => onAnswer(instant ?? undefined)}
      />
      <Checkbox
        aria-label={`Inconnue\u00a0: ${field.label}`}
        isSelected={isUnknown}
        onChange={(selected) => onAnswer(selected ? unknownInstant : undefined)}
      >
        Inconnue
      </Checkbox>
    </div>
  );
}

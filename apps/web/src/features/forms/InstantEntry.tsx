import { unknownInstant } from '@liaison/forms/contract';
import type { FieldOf } from '@liaison/forms/contract';
import { DateTimeField } from '../../ui/DateTimeField.tsx';
import type { FieldProps } from './field-props.ts';

/** A time and its date, "Maintenant", and the answer that nobody knows: "inconnue" starts no clock. */
export function InstantEntry({ field, value, error, onAnswer }: FieldProps<FieldOf<'instant'>>) {
  const isUnknown = value === unknownInstant;
  return (
    <DateTimeField
      label={field.label}
      description={field.help}
      errorMessage={error}
      value={typeof value === 'string' && !isUnknown ? value : null}
      onChange={(instant) => onAnswer(instant ?? undefined)}
      isUnknown={isUnknown}
      onUnknownChange={(selected) => onAnswer(selected ? unknownInstant : undefined)}
    />
  );
}

import { frenchNumber, frenchQuantity, readFrenchNumber } from '@liaison/forms/contract';
import type { FieldOf } from '@liaison/forms/contract';
import { useState } from 'react';
import { TextField } from '../../ui/TextField.tsx';
import type { FieldProps } from './field-props.ts';

type TypedNumber = {
  label: string;
  value: number | undefined;
  onNumber: (value: number | undefined) => void;
  unit?: string | undefined;
  error: string | null;
  help?: string | undefined;
};

/**
 * A number as it is typed, with comma or point. It is neither rounded nor brought back within bounds: a slip is shown,
 * never turned into another value.
 */
export function NumberInput({ label, value, onNumber, unit, error, help }: TypedNumber) {
  const [typed, setTyped] = useState(value === undefined ? '' : frenchNumber(value));
  // Another value from outside (another version was loaded) replaces what was typed.
  const isTyped = readFrenchNumber(typed) === (value ?? null);
  const shown = isTyped ? typed : value === undefined ? '' : frenchNumber(value);
  const isUnread = shown.trim() !== '' && readFrenchNumber(shown) === null;
  return (
    <TextField
      label={label}
      description={help}
      errorMessage={isUnread ? 'Un nombre est attendu. Cette valeur n’est pas enregistrée.' : error}
      width="s"
      inputMode="decimal"
      autoComplete="off"
      end={unit ? <span className="ui-unit">{unit}</span> : undefined}
      value={shown}
      onChange={(text) => {
        setTyped(text);
        onNumber(readFrenchNumber(text) ?? undefined);
      }}
    />
  );
}

export function NumberEntry({ field, value, error, onAnswer }: FieldProps<FieldOf<'number'>>) {
  const number = typeof value === 'number' ? value : undefined;
  return (
    <div className="form-number">
      <NumberInput
        label={field.label}
        help={field.help}
        unit={field.unit}
        error={error}
        value={number}
        onNumber={onAnswer}
      />
      {field.equivalent && number !== undefined ? (
        <output className="form-equivalent">
          {`= ${frenchQuantity(number * field.equivalent.factor, field.equivalent.unit, field.equivalent.decimals)}`}
        </output>
      ) : null}
    </div>
  );
}

/** Systolic and diastolic, side by side. */
export function PressureEntry({ field, value, error, onAnswer }: FieldProps<FieldOf<'bloodPressure'>>) {
  const given = typeof value === 'object' && !Array.isArray(value) ? value : {};
  const part = (name: 'systolic' | 'diastolic') => {
    const held = 'systolic' in given || 'diastolic' in given ? Reflect.get(given, name) : undefined;
    return typeof held === 'number' ? held : undefined;
  };
  const set = (name: 'systolic' | 'diastolic', number: number | undefined) => {
    const next = { systolic: part('systolic'), diastolic: part('diastolic'), [name]: number };
    const kept = {
      ...(next.systolic === undefined ? {} : { systolic: next.systolic }),
      ...(next.diastolic === undefined ? {} : { diastolic: next.diastolic }),
    };
    onAnswer(Object.keys(kept).length === 0 ? undefined : kept);
  };
  return (
    <fieldset className="form-pressure">
      <legend className="ui-label">{field.label}</legend>
      {field.help ? <p className="ui-description">{field.help}</p> : null}
      <div className="form-pressure-parts">
        <NumberInput
          label="Systolique"
          unit="mmHg"
          error={null}
          value={part('systolic')}
          onNumber={(n) => set('systolic', n)}
        />
        <NumberInput
          label="Diastolique"
          unit="mmHg"
          error={null}
          value={part('diastolic')}
          onNumber={(n) => set('diastolic', n)}
        />
      </div>
      {error ? <p className="ui-field-error">{error}</p> : null}
    </fieldset>
  );
}

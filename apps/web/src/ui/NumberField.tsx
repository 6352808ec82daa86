import {
  Group,
  Input,
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaNumberFieldProps,
} from 'react-aria-components';

import { FieldFrame, fieldTexts, type FieldTexts } from './Field.tsx';

export type NumberFieldProps = Omit<
  AriaNumberFieldProps,
  'children' | 'className' | 'isInvalid' | 'value' | 'onChange'
> &
  FieldTexts & {
    /** Shown after the number: `mmHg`, `g/L`. Read aloud with it. */
    unit?: string;
    value: number | null;
    onChange: (value: number | null) => void;
  };

/** A number typed with a decimal comma or point; empty is null. The arrow keys add or take one `step`. */
export function NumberField({ unit, value, onChange, ...props }: NumberFieldProps) {
  const { texts, root, rest } = fieldTexts({ width: 'xs', ...props });
  return (
    <AriaNumberField
      {...rest}
      {...root}
      value={value ?? Number.NaN}
      onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
      isWheelDisabled
    >
      <FieldFrame {...texts}>
        <Group className="ui-input ui-input-group">
          <Input />
          {unit ? <span className="ui-unit">{unit}</span> : null}
        </Group>
      </FieldFrame>
    </AriaNumberField>
  );
}

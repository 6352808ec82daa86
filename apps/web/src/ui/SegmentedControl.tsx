import { Check } from 'lucide-react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';

import { formatNumber } from './french.ts';
import './SegmentedControl.css';

type Options<Value extends string> = {
  /** What is being chosen, read aloud. */
  label: string;
  value: NoInfer<Value>;
  onChange: (value: NoInfer<Value>) => void;
};

export type SegmentedControlProps<Value extends string> = Options<Value> & {
  choices: readonly { value: Value; label: string }[];
  size?: 'small' | 'medium';
};

/** One of two to five ways to see the same thing. Arrow keys move. */
export function SegmentedControl<Value extends string>({
  label,
  choices,
  value,
  onChange,
  size = 'medium',
}: SegmentedControlProps<Value>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className="ui-segments"
      data-size={size}
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const picked = choices.find((choice) => keys.has(choice.value));
        if (picked) onChange(picked.value);
      }}
    >
      {choices.map((choice) => (
        <ToggleButton key={choice.value} id={choice.value} className="ui-segment">
          {choice.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

export type FilterChipsProps<Value extends string> = Options<Value> & {
  choices: readonly { value: Value; label: string; count?: number | undefined }[];
};

/** One filter over a list, with how many rows each choice would leave when that is known. */
export function FilterChips<Value extends string>({
  label,
  choices,
  value,
  onChange,
}: FilterChipsProps<Value>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className="ui-filter-chips"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const picked = choices.find((choice) => keys.has(choice.value));
        if (picked) onChange(picked.value);
      }}
    >
      {choices.map((choice) => (
        <ToggleButton key={choice.value} id={choice.value} className="ui-filter-chip">
          {choice.value === value ? <Check aria-hidden /> : null}
          {choice.label}
          {choice.count === undefined ? null : (
            <span className="ui-filter-count">{formatNumber(choice.count)}</span>
          )}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

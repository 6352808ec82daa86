import { Check, ChevronDown } from 'lucide-react';
import {
  Button,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  type SelectProps as AriaSelectProps,
  SelectValue,
} from 'react-aria-components';

import type { Choice } from './Checkbox.tsx';
import { FieldFrame, fieldTexts, type FieldTexts } from './Field.tsx';
import './Overlay.css';

export type SelectProps<Value extends string> = Omit<
  AriaSelectProps<Choice<Value>>,
  'children' | 'className' | 'isInvalid' | 'value' | 'onChange' | 'selectedKey' | 'onSelectionChange'
> &
  FieldTexts & {
    choices: readonly Choice<Value>[];
    value: NoInfer<Value> | null;
    onChange: (value: NoInfer<Value>) => void;
  };

/** One answer among many; under six, a RadioGroup or a SegmentedControl shows them all. */
export function Select<Value extends string>({ choices, value, onChange, ...props }: SelectProps<Value>) {
  const { texts, root, rest } = fieldTexts({ placeholder: 'Choisir', ...props });
  return (
    <AriaSelect
      {...rest}
      {...root}
      value={value}
      onChange={(picked) => {
        const choice = choices.find((each) => each.value === picked);
        if (choice) onChange(choice.value);
      }}
    >
      <FieldFrame {...texts}>
        <Button className="ui-input ui-select">
          <SelectValue className="clip" />
          <ChevronDown aria-hidden />
        </Button>
        <Popover className="ui-popover" offset={4}>
          <ListBox className="ui-options" items={choices}>
            {(choice) => <OptionRow id={choice.value} choice={choice} />}
          </ListBox>
        </Popover>
      </FieldFrame>
    </AriaSelect>
  );
}

/**
 * One line of a list of choices; shared by Select, ComboBox and TagField. `id` stands on the element itself: it is the
 * key under which react-aria keeps the row, which would otherwise be its place in the list and break when that changes.
 */
export function OptionRow({ id, choice }: { id: string; choice: Choice }) {
  return (
    <ListBoxItem id={id} textValue={choice.label} className="ui-option">
      {({ isSelected }) => (
        <>
          <span>{choice.label}</span>
          {isSelected ? <Check aria-hidden /> : null}
          {choice.detail ? <span className="ui-option-detail">{choice.detail}</span> : null}
        </>
      )}
    </ListBoxItem>
  );
}

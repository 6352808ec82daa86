import {
  RadioButton,
  RadioField,
  RadioGroup as AriaRadioGroup,
  type RadioGroupProps as AriaRadioGroupProps,
} from 'react-aria-components';

import type { Choice } from './Checkbox.tsx';
import './Choice.css';
import { FieldFrame, fieldTexts, type FieldTexts } from './Field.tsx';

export type RadioGroupProps<Value extends string> = Omit<
  AriaRadioGroupProps,
  'children' | 'className' | 'isInvalid' | 'value' | 'onChange'
> &
  FieldTexts & {
    choices: readonly Choice<Value>[];
    value: NoInfer<Value> | null;
    onChange: (value: NoInfer<Value>) => void;
  };

/** One answer among a few, all in view. */
export function RadioGroup<Value extends string>({ choices, onChange, ...props }: RadioGroupProps<Value>) {
  const { texts, root, rest } = fieldTexts(props);
  const choose = (picked: string) => {
    const choice = choices.find((each) => each.value === picked);
    if (choice) onChange(choice.value);
  };
  return (
    <AriaRadioGroup {...rest} {...root} onChange={choose}>
      <FieldFrame {...texts}>
        <div className="ui-choices">
          {choices.map((choice) => (
            <RadioField key={choice.value} value={choice.value}>
              <RadioButton className="ui-choice">
                <span className="ui-choice-mark" data-shape="radio" aria-hidden />
                <span>{choice.label}</span>
                {choice.detail ? <span className="ui-choice-detail">{choice.detail}</span> : null}
              </RadioButton>
            </RadioField>
          ))}
        </div>
      </FieldFrame>
    </AriaRadioGroup>
  );
}

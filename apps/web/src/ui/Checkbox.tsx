import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  CheckboxButton,
  CheckboxField,
  type CheckboxFieldProps,
  CheckboxGroup as AriaCheckboxGroup,
  type CheckboxGroupProps as AriaCheckboxGroupProps,
  SwitchButton,
  SwitchField,
  type SwitchFieldProps,
} from 'react-aria-components';

import './Choice.css';
import { FieldFrame, fieldTexts, type FieldTexts } from './Field.tsx';

export type CheckboxProps = Omit<CheckboxFieldProps, 'children' | 'className'> & {
  children: ReactNode;
  detail?: ReactNode;
};

export function Checkbox({ children, detail, ...rest }: CheckboxProps) {
  return (
    <CheckboxField {...rest}>
      <CheckboxButton className="ui-choice">
        {({ isIndeterminate }) => (
          <>
            <span className="ui-choice-mark" aria-hidden>
              {isIndeterminate ? <Minus /> : <Check />}
            </span>
            <span>{children}</span>
            {detail ? <span className="ui-choice-detail">{detail}</span> : null}
          </>
        )}
      </CheckboxButton>
    </CheckboxField>
  );
}

export type Choice<Value extends string = string> = {
  value: Value;
  label: string;
  detail?: string | undefined;
};

export type CheckboxGroupProps = Omit<AriaCheckboxGroupProps, 'children' | 'className' | 'isInvalid'> &
  FieldTexts & { choices: readonly Choice[]; orientation?: 'vertical' | 'horizontal' };

/** Several answers to one question. */
export function CheckboxGroup({ choices, orientation = 'vertical', ...props }: CheckboxGroupProps) {
  const { texts, root, rest } = fieldTexts(props);
  return (
    <AriaCheckboxGroup {...rest} {...root} data-orientation={orientation}>
      <FieldFrame {...texts}>
        <div className="ui-choices">
          {choices.map((choice) => (
            <Checkbox key={choice.value} value={choice.value} detail={choice.detail}>
              {choice.label}
            </Checkbox>
          ))}
        </div>
      </FieldFrame>
    </AriaCheckboxGroup>
  );
}

export type SwitchProps = Omit<SwitchFieldProps, 'children' | 'className'> & {
  children: ReactNode;
  detail?: ReactNode;
};

/** A setting that acts at once; inside a form to send, use a Checkbox. */
export function Switch({ children, detail, ...rest }: SwitchProps) {
  return (
    <SwitchField {...rest}>
      <SwitchButton className="ui-choice">
        <span className="ui-choice-mark" data-shape="switch" aria-hidden />
        <span>{children}</span>
        {detail ? <span className="ui-choice-detail">{detail}</span> : null}
      </SwitchButton>
    </SwitchField>
  );
}

import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { FieldError as AriaFieldError, Label, Text } from 'react-aria-components';

import './Field.css';

/** How wide the control is: as wide as what goes in it. Without it, the whole line. */
export type FieldWidth = 'xs' | 's' | 'm' | 'l';

/** What every field says around its control. */
export type FieldTexts = {
  label: string;
  /** One short sentence of help, under the label. */
  description?: ReactNode;
  /** Why the value does not do, and what would; its presence makes the field invalid. */
  errorMessage?: string | null | undefined;
  /** Shows « facultatif »; only where most fields of the form are not. */
  isOptional?: boolean | undefined;
  width?: FieldWidth | undefined;
};

/** Splits a field's own texts from what its react-aria part takes. */
export function fieldTexts<Props extends FieldTexts>(props: Props) {
  const { label, description, errorMessage, isOptional, width, ...rest } = props;
  const root = { className: 'ui-field', 'data-width': width, isInvalid: Boolean(errorMessage) };
  return { texts: { label, description, errorMessage, isOptional }, root, rest };
}

type ShownTexts = Pick<FieldTexts, 'label' | 'description' | 'errorMessage' | 'isOptional'>;

/** Label and help above, error below the control. */
export function FieldFrame({
  label,
  description,
  errorMessage,
  isOptional,
  children,
}: ShownTexts & { children: ReactNode }) {
  return (
    <>
      <Label className="ui-label">
        {label}
        {isOptional ? <span className="ui-label-optional">facultatif</span> : null}
      </Label>
      {description ? (
        <Text slot="description" className="ui-description">
          {description}
        </Text>
      ) : null}
      {children}
      <FieldError message={errorMessage} />
    </>
  );
}

export function FieldError({ message }: { message: string | null | undefined }) {
  if (!message) return null;
  return (
    <AriaFieldError className="ui-field-error">
      <CircleAlert aria-hidden />
      {message}
    </AriaFieldError>
  );
}

import type { Field, Warning } from '@liaison/forms/contract';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import { memo } from 'react';
import { ChoiceEntry, MultiEntry } from './ChoiceEntry.tsx';
import { ComputedLine } from './ComputedLine.tsx';
import type { FieldProps } from './field-props.ts';
import { InstantEntry } from './InstantEntry.tsx';
import { NumberEntry, PressureEntry } from './NumberEntry.tsx';
import { ScoreMatrix } from './ScoreMatrix.tsx';
import { ParagraphEntry, TextEntry } from './TextEntry.tsx';

type ControlProps = Omit<FieldProps<Field>, 'onAnswer'> & {
  readonly warnings: readonly Warning[];
  readonly domId: string;
  /** The section's title says the same words: the label is then only read aloud. */
  readonly isTitled: boolean;
  readonly onAnswer: (field: string, value: FieldProps<Field>['value']) => void;
};

/** One field of a form with what it warns of. Drawn again only when something of it changes. */
export const FieldControl = memo(function FieldControl({
  warnings,
  domId,
  isTitled,
  onAnswer,
  ...props
}: ControlProps) {
  return (
    <div className="form-field" id={domId} data-kind={props.field.kind} data-titled={isTitled}>
      <FieldEntry {...props} onAnswer={(value) => onAnswer(props.field.id, value)} />
      <output className="form-warnings">
        {warnings.map((warning) => (
          <span className="form-warning" data-kind={warning.kind} key={warning.text}>
            {warning.kind === 'alert' ? <CircleAlert aria-hidden /> : <TriangleAlert aria-hidden />}
            {warning.text}
          </span>
        ))}
      </output>
    </div>
  );
}, isUnchanged);

function isUnchanged(before: ControlProps, after: ControlProps): boolean {
  return (
    before.field === after.field &&
    before.value === after.value &&
    before.error === after.error &&
    before.onAnswer === after.onAnswer &&
    JSON.stringify(before.computed) === JSON.stringify(after.computed) &&
    before.warnings.length === after.warnings.length &&
    before.warnings.every((warning, index) => warning.text === after.warnings[index]?.text)
  );
}

function FieldEntry({ field, ...rest }: FieldProps<Field>) {
  switch (field.kind) {
    case 'text':
      return <TextEntry field={field} {...rest} />;
    case 'paragraph':
      return <ParagraphEntry field={field} {...rest} />;
    case 'number':
      return <NumberEntry field={field} {...rest} />;
    case 'bloodPressure':
      return <PressureEntry field={field} {...rest} />;
    case 'instant':
      return <InstantEntry field={field} {...rest} />;
    case 'choice':
    case 'yesNoUnknown':
      return <ChoiceEntry field={field} {...rest} />;
    case 'multi':
      return <MultiEntry field={field} {...rest} />;
    case 'score':
      return <ScoreMatrix field={field} {...rest} />;
    case 'delay':
    case 'countdown':
      return <ComputedLine field={field} computed={rest.computed} />;
    case 'info':
      return <p className="form-info">{field.label}</p>;
  }
}

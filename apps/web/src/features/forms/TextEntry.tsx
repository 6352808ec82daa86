import type { FieldOf } from '@liaison/forms/contract';
import { TextArea, TextField } from '../../ui/TextField.tsx';
import type { FieldProps } from './field-props.ts';

/** One line of text, or a telephone number with its keyboard. */
export function TextEntry({ field, value, error, onAnswer }: FieldProps<FieldOf<'text'>>) {
  return (
    <TextField
      label={field.label}
      description={field.help}
      errorMessage={error}
      width={field.purpose === 'telephone' ? 's' : 'm'}
      type={field.purpose === 'telephone' ? 'tel' : 'text'}
      autoComplete="off"
      value={typeof value === 'string' ? value : ''}
      onChange={(text) => onAnswer(text === '' ? undefined : text)}
    />
  );
}

/** Several lines: a plain text area, so that dictation tools find their caret. */
export function ParagraphEntry({ field, value, error, onAnswer }: FieldProps<FieldOf<'paragraph'>>) {
  return (
    <TextArea
      label={field.label}
      description={field.help}
      errorMessage={error}
      spellCheck="true"
      value={typeof value === 'string' ? value : ''}
      onChange={(text) => onAnswer(text === '' ? undefined : text)}
    />
  );
}

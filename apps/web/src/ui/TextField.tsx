import { Search, X } from 'lucide-react';
import type { HTMLInputTypeAttribute, ReactNode } from 'react';
import {
  Group,
  Input,
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaSearchFieldProps,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';

import { IconButton } from './Button.tsx';
import { FieldFrame, fieldTexts, type FieldTexts } from './Field.tsx';

type Own = 'children' | 'className' | 'isInvalid';

export type TextFieldProps = Omit<AriaTextFieldProps, Own> &
  FieldTexts & {
    placeholder?: string;
    type?: HTMLInputTypeAttribute;
    /** Identifiers and codes: letters of one width. */
    isCode?: boolean;
    /** At the end of the field, inside its border: a button, a unit. */
    end?: ReactNode;
  };

export function TextField({ placeholder, isCode, end, ...props }: TextFieldProps) {
  const { texts, root, rest } = fieldTexts(props);
  const input = (
    <Input className={`ui-input${isCode ? ' mono' : ''}`} {...(placeholder ? { placeholder } : {})} />
  );
  return (
    <AriaTextField {...rest} {...root}>
      <FieldFrame {...texts}>
        {end ? (
          <Group className="ui-input ui-input-group">
            <Input {...(placeholder ? { placeholder } : {})} />
            {end}
          </Group>
        ) : (
          input
        )}
      </FieldFrame>
    </AriaTextField>
  );
}

export type TextAreaProps = Omit<AriaTextFieldProps, Own> &
  FieldTexts & { placeholder?: string; rows?: number };

/** Several lines; grows with its text. */
export function TextArea({ placeholder, rows = 3, ...props }: TextAreaProps) {
  const { texts, root, rest } = fieldTexts(props);
  return (
    <AriaTextField {...rest} {...root}>
      <FieldFrame {...texts}>
        <AriaTextArea className="ui-input" rows={rows} {...(placeholder ? { placeholder } : {})} />
      </FieldFrame>
    </AriaTextField>
  );
}

export type SearchFieldProps = Omit<AriaSearchFieldProps, Own> & {
  /** Its name, read aloud; what is searched is also the placeholder. */
  label: string;
  placeholder?: string;
  width?: FieldTexts['width'];
};

/** Search in what is shown; Escape empties it. */
export function SearchField({ label, placeholder, width, ...rest }: SearchFieldProps) {
  return (
    <AriaSearchField {...rest} aria-label={label} className="ui-field" data-width={width}>
      {({ isEmpty }) => (
        <Group className="ui-input ui-input-group">
          <Search aria-hidden />
          <Input placeholder={placeholder ?? label} />
          {isEmpty ? null : <IconButton label="Effacer la recherche" icon={<X aria-hidden />} size="small" />}
        </Group>
      )}
    </AriaSearchField>
  );
}

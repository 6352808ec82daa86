import { ChevronDown, Search, X } from 'lucide-react';
import { useState } from 'react';
import {
  Button,
  ComboBox as AriaComboBox,
  type ComboBoxProps as AriaComboBoxProps,
  Group,
  Input,
  ListBox,
  Popover,
  Tag,
  TagGroup,
  TagList,
} from 'react-aria-components';

import type { Choice } from './Checkbox.tsx';
import './ComboBox.css';
import { FieldFrame, fieldTexts, type FieldTexts } from './Field.tsx';
import './Overlay.css';
import { OptionRow } from './Select.tsx';

type Own =
  | 'children'
  | 'className'
  | 'isInvalid'
  | 'items'
  | 'defaultItems'
  | 'value'
  | 'onChange'
  | 'selectedKey'
  | 'onSelectionChange';
type AriaProps = Omit<AriaComboBoxProps<Choice>, Own>;

function NoOption({ isLoading }: { isLoading?: boolean | undefined }) {
  return <div className="ui-options-empty">{isLoading ? 'Recherche…' : 'Aucun résultat'}</div>;
}

export type ComboBoxProps = AriaProps &
  FieldTexts & {
    choices: readonly Choice[];
    value: string | null;
    onChange: (value: string | null) => void;
    placeholder?: string;
  };

/** One answer among many, found by typing. All choices are known; accents do not matter. */
export function ComboBox({ choices, value, onChange, placeholder, ...props }: ComboBoxProps) {
  const { texts, root, rest } = fieldTexts(props);
  return (
    <AriaComboBox
      {...rest}
      {...root}
      defaultItems={choices}
      value={value}
      onChange={(picked) => onChange(picked === null ? null : String(picked))}
    >
      <FieldFrame {...texts}>
        <Group className="ui-input ui-input-group">
          <Input placeholder={placeholder ?? 'Choisir ou chercher'} />
          <Button className="ui-combo-toggle">
            <ChevronDown aria-hidden />
          </Button>
        </Group>
        <Popover className="ui-popover" offset={4}>
          <ListBox className="ui-options" renderEmptyState={() => <NoOption />}>
            {(choice: Choice) => <OptionRow id={choice.value} choice={choice} />}
          </ListBox>
        </Popover>
      </FieldFrame>
    </AriaComboBox>
  );
}

export type TagFieldProps = AriaProps &
  FieldTexts & {
    /** What has been chosen, in order. */
    value: readonly Choice[];
    onChange: (value: readonly Choice[]) => void;
    /** What the search typed so far found; those already chosen are left out by the field. */
    found: readonly Choice[];
    onSearch: (text: string) => void;
    isLoading?: boolean;
    placeholder?: string;
    /** Name of the chosen ones, read aloud: « Destinataires choisis ». */
    chosenLabel: string;
  };

/** Several answers searched on the server: chosen ones stay above as tags, the field empties for the next. */
export function TagField({
  value,
  onChange,
  found,
  onSearch,
  isLoading,
  placeholder,
  chosenLabel,
  ...props
}: TagFieldProps) {
  const { texts, root, rest } = fieldTexts(props);
  const [search, setSearch] = useState('');
  const chosen = new Set(value.map((each) => each.value));
  const type = (text: string) => {
    setSearch(text);
    onSearch(text);
  };
  const pick = (picked: unknown) => {
    const choice = found.find((each) => each.value === picked);
    if (!choice) return;
    onChange([...value, choice]);
    type('');
  };
  return (
    <div className="ui-field" data-width={root['data-width']}>
      <AriaComboBox
        menuTrigger="focus"
        allowsEmptyCollection
        {...rest}
        {...root}
        items={found.filter((each) => !chosen.has(each.value))}
        defaultFilter={() => true}
        inputValue={search}
        onInputChange={type}
        value={null}
        onChange={pick}
      >
        <FieldFrame {...texts}>
          <Group className="ui-input ui-input-group">
            <Search aria-hidden />
            <Input placeholder={placeholder ?? 'Chercher'} />
          </Group>
          <Popover className="ui-popover" offset={4}>
            <ListBox className="ui-options" renderEmptyState={() => <NoOption isLoading={isLoading} />}>
              {(choice: Choice) => <OptionRow id={choice.value} choice={choice} />}
            </ListBox>
          </Popover>
        </FieldFrame>
      </AriaComboBox>
      {value.length === 0 ? null : (
        <TagGroup
          aria-label={chosenLabel}
          selectionMode="none"
          onRemove={(keys) => onChange(value.filter((each) => !keys.has(each.value)))}
        >
          <TagList className="ui-tags" items={value}>
            {(choice) => (
              <Tag id={choice.value} textValue={choice.label} className="ui-tag">
                <span className="clip">{choice.label}</span>
                <Button slot="remove" className="ui-tag-remove" aria-label={`Retirer ${choice.label}`}>
                  <X aria-hidden />
                </Button>
              </Tag>
            )}
          </TagList>
        </TagGroup>
      )}
    </div>
  );
}

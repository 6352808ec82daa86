import { findRecipients } from '@liaison/directory/contract';
import type { Recipient } from '@liaison/directory/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useDeferredValue, useEffect, useRef, useState } from 'react';
import { queryOf } from '../../app/queries.ts';
import { Button } from '../../ui/Button.tsx';
import type { Choice } from '../../ui/Checkbox.tsx';
import { TagField } from '../../ui/ComboBox.tsx';
import { isSame } from './draft.ts';
import { recipientText } from './words.ts';

/** How many suggestions stand in view: those that this structure asks most often. Each one chosen leaves one less. */
const suggestionCount = 3;

type PickerProps = {
  label: string;
  /** Specialty whose communities come first among those never asked. */
  specialty: string;
  value: readonly Recipient[];
  onChange: (value: readonly Recipient[]) => void;
  errorMessage?: string | null;
};

const keyOfRecipient = (recipient: Recipient) => `${recipient.kind}:${recipient.id}`;
const choiceOf = (recipient: Recipient): Choice => ({
  value: keyOfRecipient(recipient),
  label: recipient.label,
  detail: recipient.detail.includes(recipient.structureName)
    ? recipient.detail
    : `${recipient.detail} · ${recipient.structureName}`,
});

/** To whom the request goes: communities and professionals, the usual ones in one press. */
export function RecipientPicker({ label, specialty, value, onChange, errorMessage }: PickerProps) {
  const [search, setSearch] = useState('');
  const asked = useDeferredValue(search);
  const found = useQuery({
    ...queryOf(findRecipients, { query: { search: asked, specialty } }),
    placeholderData: keepPreviousData,
  });
  const usual =
    useQuery(queryOf(findRecipients, { query: { search: '', specialty } })).data?.recipients ?? [];
  const recipients = found.data?.recipients ?? [];
  const known = [...value, ...recipients, ...usual];
  const suggested = usual
    .filter((one) => !value.some((chosen) => isSame(chosen, one)))
    .slice(0, Math.max(0, suggestionCount - value.length));

  const frame = useRef<HTMLDivElement>(null);
  const nextFocus = useRef<string | null>(null);
  useEffect(() => {
    const found = nextFocus.current
      ? [...(frame.current?.querySelectorAll<HTMLElement>(nextFocus.current) ?? [])]
      : [];
    nextFocus.current = null;
    found.at(-1)?.focus();
  });

  const choose = (choices: readonly Choice[]) => {
    nextFocus.current = 'input';
    setSearch('');
    onChange(choices.flatMap((choice) => known.find((one) => keyOfRecipient(one) === choice.value) ?? []));
  };
  const add = (recipient: Recipient) => {
    // The pressed suggestion goes away; on a phone, the search field would open the keyboard.
    nextFocus.current = '[role=row]';
    onChange([...value, recipient]);
  };

  return (
    <div className="td-recipients" ref={frame}>
      <TagField
        // A fresh field after each choice: the list of the search before closes, and the rest of the page comes back.
        key={value.length}
        menuTrigger="input"
        label={label}
        chosenLabel="Destinataires choisis"
        placeholder="Communauté, professionnel, structure ou ville"
        width="l"
        errorMessage={errorMessage}
        isLoading={found.isFetching}
        value={value.map(choiceOf)}
        onChange={choose}
        found={recipients.map(choiceOf)}
        onSearch={setSearch}
      />
      {suggested.length > 0 ? (
        <ul className="td-suggestions" aria-label="Destinataires habituels">
          {suggested.map((recipient) => (
            <li key={keyOfRecipient(recipient)}>
              <Button size="small" icon={<Plus aria-hidden />} onPress={() => add(recipient)}>
                {recipientText(recipient)}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

import type { ShownFinding } from '@liaison/marches/contract';
import { Pencil, Wand } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { Button, IconButton } from '../../ui/Button.tsx';
import { nbsp } from '../../ui/french.ts';
import { Select } from '../../ui/Select.tsx';
import { TextArea, TextField } from '../../ui/TextField.tsx';
import type { FieldView } from './draft/line-view.ts';
import type { CorrectReply } from './draft/worker-messages.ts';
import { severityLooks } from './words.ts';

type FieldProps = {
  field: FieldView;
  findings: readonly ShownFinding[];
  /** The finding that is looked at is about it: it is there to be corrected. */
  isOpen: boolean;
  isBusy: boolean;
  onCorrect: (typed: string) => Promise<CorrectReply | null>;
};

/** A field with its value; where it is wrong with what is wrong, and where it is looked at ready to be put right. */
export function PartField({ field, findings, isOpen, isBusy, onCorrect }: FieldProps) {
  const [isEdited, setEdited] = useState(false);
  const [worst] = findings;
  const look = worst ? severityLooks[worst.severity] : null;
  const isForm = isOpen || isEdited;
  const Icon = look?.icon;
  return (
    <div className="part-field" data-tone={look?.tone} data-open={isForm ? '' : undefined}>
      <dt>{field.label}</dt>
      <dd>
        {isForm ? (
          <FieldForm
            field={field}
            isBusy={isBusy}
            {...(isOpen ? {} : { onCancel: () => setEdited(false) })}
            onCorrect={onCorrect}
          />
        ) : (
          <span className="part-value">
            {Icon ? <Icon aria-hidden /> : null}
            <span>{field.shown ?? <em className="quiet">absent</em>}</span>
            <IconButton
              label={`Modifier${nbsp}: ${field.label}`}
              size="small"
              icon={<Pencil aria-hidden />}
              isDisabled={isBusy}
              onPress={() => setEdited(true)}
            />
          </span>
        )}
        {isOpen
          ? null
          : findings.map(({ code, message }) => (
              <p key={code} className="part-note">
                {message.fr}
              </p>
            ))}
      </dd>
    </div>
  );
}

type FormProps = {
  field: FieldView;
  isBusy: boolean;
  onCancel?: () => void;
  onCorrect: (typed: string) => Promise<CorrectReply | null>;
};

function FieldForm({ field, isBusy, onCancel, onCorrect }: FormProps) {
  const [typed, setTyped] = useState(field.typed);
  const [error, setError] = useState<string | null>(null);
  const send = async (value: string) => {
    const reply = await onCorrect(value);
    if (reply) setError(reply.isDone ? null : refusalText(reply));
  };
  const type = (text: string) => {
    setTyped(text);
    setError(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isBusy) void send(typed);
  };
  return (
    <form className="part-form" onSubmit={submit} noValidate>
      <Entry field={field} typed={typed} error={error} onTyped={type} />
      <div className="part-form-acts">
        <Button type="submit" variant="primary" size="small" isDisabled={isBusy || typed === field.typed}>
          Corriger
        </Button>
        {field.proposal ? (
          <Button
            size="small"
            icon={<Wand aria-hidden />}
            isDisabled={isBusy}
            onPress={() => void send(field.proposal?.typed ?? '')}
          >
            {`Mettre ${field.proposal.shown}`}
          </Button>
        ) : null}
        {onCancel ? (
          <Button size="small" variant="quiet" onPress={onCancel}>
            Annuler
          </Button>
        ) : null}
      </div>
    </form>
  );
}

type EntryProps = {
  field: FieldView;
  typed: string;
  error: string | null;
  onTyped: (typed: string) => void;
};

function Entry({ field: { label, help, choices, isRequired, isLong }, typed, error, onTyped }: EntryProps) {
  const common = { label, description: help, errorMessage: error };
  if (choices) {
    const none = isRequired ? [] : [{ value: '', label: 'Aucun' }];
    return <Select {...common} choices={[...none, ...choices]} value={typed} onChange={onTyped} />;
  }
  if (isLong) return <TextArea {...common} value={typed} onChange={onTyped} />;
  return <TextField {...common} value={typed} onChange={onTyped} autoComplete="off" />;
}

function refusalText(reply: CorrectReply & { isDone: false }): string {
  switch (reply.why) {
    case 'value':
      return `Cette valeur ne convient pas. Attendu${nbsp}: ${reply.expected ?? ''}.`;
    case 'unread':
      return 'Une autre partie du fichier n’a pas été comprise et serait perdue. Corrigez d’abord les constats sur la forme des données, ou corrigez dans votre logiciel.';
    case 'unwritable':
      return 'Cette valeur ne peut pas être écrite ici. Corrigez-la dans votre logiciel.';
  }
}

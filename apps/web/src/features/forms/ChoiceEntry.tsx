import type { FieldOf } from '@liaison/forms/contract';
import { Button } from '../../ui/Button.tsx';
import { CheckboxGroup } from '../../ui/Checkbox.tsx';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import { Select } from '../../ui/Select.tsx';
import { toggleOption } from './answer-edits.ts';
import type { FieldProps } from './field-props.ts';

type Options = readonly { value: string; label: string }[];

/** Above this many options, a list that opens: the page stays readable. */
const shownAtOnce = 8;
/** Options whose words fit on a line stand side by side. */
const lineLength = 64;

const yesNoUnknown: Options = [
  { value: 'yes', label: 'Oui' },
  { value: 'no', label: 'Non' },
  { value: 'unknown', label: 'Non connu' },
];

function orientationOf(options: Options): 'horizontal' | 'vertical' {
  const length = options.reduce((sum, option) => sum + option.label.length + 6, 0);
  return length <= lineLength ? 'horizontal' : 'vertical';
}

/** One answer among several. Nothing is required, so an answer given by mistake can be taken back. */
export function ChoiceEntry({
  field,
  value,
  error,
  onAnswer,
}: FieldProps<FieldOf<'choice'> | FieldOf<'yesNoUnknown'>>) {
  const options = field.kind === 'choice' ? field.options : yesNoUnknown;
  const shared = {
    label: field.label,
    description: field.help,
    errorMessage: error,
    choices: options,
    value: typeof value === 'string' ? value : null,
    onChange: onAnswer,
  };
  return (
    <div className="form-choice">
      {options.length > shownAtOnce ? (
        <Select {...shared} width="m" />
      ) : (
        <RadioGroup {...shared} orientation={orientationOf(options)} />
      )}
      {value === undefined ? null : (
        <Button
          variant="quiet"
          size="small"
          aria-label={`Effacer la réponse\u00a0: ${field.label}`}
          onPress={() => onAnswer(undefined)}
        >
          Effacer
        </Button>
      )}
    </div>
  );
}

/** Several answers; a score counted down from them stands beside. */
export function MultiEntry({ field, value, computed, error, onAnswer }: FieldProps<FieldOf<'multi'>>) {
  const chosen = Array.isArray(value) ? value : [];
  const toggle = (next: string[]) => {
    const option = [...next, ...chosen].find((one) => next.includes(one) !== chosen.includes(one));
    if (option) onAnswer(toggleOption(field, chosen, option));
  };
  return (
    <div className="form-multi">
      <CheckboxGroup
        label={field.label}
        description={field.help}
        errorMessage={error}
        orientation="horizontal"
        choices={field.options}
        value={chosen}
        onChange={toggle}
      />
      {computed?.kind === 'counted' ? (
        <output className="form-score-total">{`${computed.total}\u00a0/\u00a0${computed.max}`}</output>
      ) : null}
    </div>
  );
}

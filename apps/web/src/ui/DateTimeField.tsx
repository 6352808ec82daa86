import { CircleAlert } from 'lucide-react';
import { type ChangeEvent, type KeyboardEvent, type ReactNode, useId, useState } from 'react';

import { Button } from './Button.tsx';
import { Checkbox } from './Checkbox.tsx';
import './DateTimeField.css';
import type { FieldTexts } from './Field.tsx';
import { formatDate, formatTime, nbsp } from './french.ts';
import { RelativeTime, useNow } from './RelativeTime.tsx';
import { localDateOf, parseTypedDate, readMoment } from './typed-time.ts';

type Common = Omit<FieldTexts, 'width'> & { isDisabled?: boolean };

export type DateFieldProps = Common & {
  /** `YYYY-MM-DD`, or null when empty. */
  value: string | null;
  onChange: (value: string | null) => void;
  /** Browser's hint for filling it, such as `bday`. */
  autoComplete?: string;
};

/** A date typed as one says it: `1/3/68`, `01031968`. */
export function DateField({ value, onChange, autoComplete, ...texts }: DateFieldProps) {
  const id = useId();
  const now = useNow(60);
  const [draft, setDraft] = useState('');
  const [isFocused, setFocused] = useState(false);
  const formatted = value === null ? '' : formatDate(value);
  // Readable but null: the value was emptied from outside.
  const kept = parseTypedDate(draft, now) === null ? draft : '';
  const shown = isFocused ? draft : formatted || kept;
  const isUnread = value === null && shown.trim() !== '' && !isFocused;
  return (
    <MomentFrame id={id} texts={texts} problem={isUnread ? 'Une date comme 20/11/2026' : null}>
      <input
        {...inputProps(id, texts, isUnread)}
        data-part="date"
        placeholder="jj/mm/aaaa"
        autoComplete={autoComplete ?? 'off'}
        value={shown}
        onFocus={() => {
          setDraft(shown);
          setFocused(true);
        }}
        onBlur={() => setFocused(false)}
        onChange={(event) => {
          setDraft(event.target.value);
          onChange(parseTypedDate(event.target.value, new Date()));
        }}
      />
    </MomentFrame>
  );
}

export type DateTimeFieldProps = Common & {
  /** ISO 8601 in UTC, or null when empty. */
  value: string | null;
  onChange: (value: string | null) => void;
  /** With `onUnknownChange`: that nobody knows the instant is an answer too, offered beside the inputs. */
  isUnknown?: boolean;
  onUnknownChange?: (isUnknown: boolean) => void;
};

/**
 * An instant: time first, then its date, filled in by itself; « Maintenant » in one press, how long ago beside it.
 * The up and down arrows move by one minute, or one day.
 */
export function DateTimeField({
  value,
  onChange,
  isUnknown = false,
  onUnknownChange,
  ...texts
}: DateTimeFieldProps) {
  const id = useId();
  const typing = useTypedMoment(value, onChange);
  const sayUnknown = (selected: boolean) => {
    typing.clear();
    onUnknownChange?.(selected);
  };
  const isUnread = value === null && !typing.isFocused && typing.shown.time + typing.shown.date !== '';
  return (
    <MomentFrame
      isGroup
      id={id}
      texts={texts}
      problem={isUnread ? 'Une heure comme 14:02 et une date comme 20/11/2026' : null}
    >
      <input
        {...inputProps(id, texts, isUnread)}
        {...typing.partProps('time')}
        placeholder="hh:mm"
        aria-label={`${texts.label}${nbsp}: heure`}
      />
      <input
        {...inputProps(id, texts, isUnread)}
        {...typing.partProps('date')}
        id={`${id}-date`}
        placeholder="jj/mm/aaaa"
        aria-label={`${texts.label}${nbsp}: date`}
      />
      <Button isDisabled={texts.isDisabled ?? false} onPress={() => onChange(new Date().toISOString())}>
        Maintenant
      </Button>
      {value === null ? null : (
        <span className="ui-moment-relative">
          <RelativeTime at={value} />
        </span>
      )}
      {onUnknownChange ? (
        <Checkbox aria-label={`Inconnue${nbsp}: ${texts.label}`} isSelected={isUnknown} onChange={sayUnknown}>
          Inconnue
        </Checkbox>
      ) : null}
    </MomentFrame>
  );
}

type Parts = { time: string; date: string };

const partsOf = (value: string | null): Parts =>
  value === null
    ? { time: '', date: '' }
    : { time: formatTime(value), date: formatDate(localDateOf(new Date(value))) };

const stepMs = { time: 60_000, date: 86_400_000 };

/** While a part has the focus, what is typed in it; otherwise the value, or the typing that could not be read. */
function useTypedMoment(value: string | null, onChange: (value: string | null) => void) {
  const now = useNow(60);
  const [draft, setDraft] = useState<Parts>({ time: '', date: '' });
  const [focused, setFocused] = useState<keyof Parts | null>(null);
  // Readable but null: the value was emptied from outside.
  const kept = readMoment(draft.time, draft.date, now) === null ? draft : partsOf(null);
  const resting = value === null ? kept : partsOf(value);
  const shown = focused ? { ...resting, [focused]: draft[focused] } : resting;

  const partProps = (part: keyof Parts) => ({
    'data-part': part,
    value: shown[part],
    onFocus: () => {
      setDraft(shown);
      setFocused(part);
    },
    onBlur: () => setFocused(null),
    onChange: (event: ChangeEvent<HTMLInputElement>) => {
      const next = { ...shown, [part]: event.target.value };
      setDraft(next);
      onChange(readMoment(next.time, next.date, new Date()));
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (value === null || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
      event.preventDefault();
      const moved = new Date(
        Date.parse(value) + (event.key === 'ArrowUp' ? stepMs[part] : -stepMs[part]),
      ).toISOString();
      setDraft(partsOf(moved));
      onChange(moved);
    },
  });
  const clear = () => setDraft({ time: '', date: '' });
  return { shown, isFocused: focused !== null, partProps, clear };
}

function inputProps(id: string, texts: Common, isUnread: boolean) {
  const isInvalid = isUnread || Boolean(texts.errorMessage);
  return {
    id,
    className: 'ui-input',
    type: 'text',
    inputMode: 'numeric' as const,
    autoComplete: 'off',
    disabled: texts.isDisabled,
    'aria-describedby': texts.description ? `${id}-help ${id}-error` : `${id}-error`,
    'aria-invalid': isInvalid,
    ...(isInvalid ? { 'data-invalid': '' } : {}),
  };
}

type FrameProps = {
  id: string;
  texts: Common;
  problem: string | null;
  isGroup?: boolean;
  children: ReactNode;
};

function MomentFrame({ id, texts, problem, isGroup, children }: FrameProps) {
  const error = texts.errorMessage ?? problem;
  return (
    <div className="ui-field" {...(isGroup ? { role: 'group', 'aria-labelledby': `${id}-label` } : {})}>
      <label className="ui-label" htmlFor={id} id={`${id}-label`}>
        {texts.label}
        {texts.isOptional ? <span className="ui-label-optional">facultatif</span> : null}
      </label>
      {texts.description ? (
        <div id={`${id}-help`} className="ui-description">
          {texts.description}
        </div>
      ) : null}
      <div className="ui-moment">{children}</div>
      <div id={`${id}-error`} className="ui-field-error">
        {error ? <CircleAlert aria-hidden /> : null}
        {error}
      </div>
    </div>
  );
}

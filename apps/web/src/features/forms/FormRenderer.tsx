import {
  approvalMention,
  completeness,
  computeAnswers,
  describeAnswers,
  isVisible,
  visibleAnswers,
  warningsOf,
} from '@liaison/forms/contract';
import type { Answers, AnswerValue, FieldError, FormDefinition, Section } from '@liaison/forms/contract';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { withAnswer } from './answer-edits.ts';
import { FieldControl } from './FieldControl.tsx';
import { FormOutline } from './FormOutline.tsx';
import { FormSection } from './FormSection.tsx';
import './forms.css';

export type FormRendererProps = {
  definition: FormDefinition;
  answers: Answers;
  /** Receives a function of the answers before, so that quick changes never undo each other. */
  onChange: (change: (before: Answers) => Answers) => void;
  /** Values that cannot be saved as they are. */
  errors: readonly FieldError[];
  now: Date;
  /** Without the side list, where the column is narrow. */
  isCompact?: boolean;
  /** Stands above the sections, in their column. */
  children?: ReactNode;
};

/** Draws any version of any form, section by section; nothing is required, so nothing blocks. */
export function FormRenderer({
  definition,
  answers,
  onChange,
  errors,
  now,
  isCompact = false,
  children,
}: FormRendererProps) {
  const idPrefix = useId();
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(() =>
    openAtFirst(definition, answers),
  );
  const toShow = useRef<string | null>(null);
  const change = useRef(onChange);
  useEffect(() => {
    change.current = onChange;
  });
  const setAnswer = useCallback((field: string, value: AnswerValue | undefined) => {
    change.current((before) => withAnswer(before, field, value));
  }, []);

  const counted = visibleAnswers(definition, answers);
  const computed = computeAnswers(definition, answers, now);
  const warnings = warningsOf(definition, answers, now);
  const progress = completeness(definition, answers);
  const described = describeAnswers(definition, answers);
  const mention = approvalMention(definition);

  const setOpen = (section: string, isOpen: boolean) =>
    setToggled((before) => new Map(before).set(section, isOpen));
  const show = (section: string, field: string | null) => {
    setOpen(section, true);
    toShow.current = field ? `${idPrefix}${field}` : `${idPrefix}section-${section}`;
  };
  useEffect(() => {
    const target = toShow.current && document.getElementById(toShow.current);
    if (!target) return;
    toShow.current = null;
    target.scrollIntoView({ block: 'start' });
    target
      .querySelector<HTMLElement>('input, textarea, [tabindex="0"], button')
      ?.focus({ preventScroll: true });
  });

  const drawField = (section: Section) => (field: Section['fields'][number]) => (
    <FieldControl
      key={field.id}
      domId={`${idPrefix}${field.id}`}
      field={field}
      isTitled={field.label === section.title}
      value={answers[field.id]}
      computed={computed[field.id]}
      error={refusalOf(errors, field.id)}
      warnings={warnings.filter((warning) => warning.field === field.id)}
      onAnswer={setAnswer}
    />
  );

  return (
    <div className="form-layout" data-compact={isCompact}>
      {isCompact ? null : <FormOutline definition={definition} progress={progress} onShow={show} />}
      <div className="form-body">
        {children}
        {mention ? <p className="form-mention">{mention}</p> : null}
        {definition.sections.map((section) => (
          <FormSection
            key={section.id}
            domId={`${idPrefix}section-${section.id}`}
            section={section}
            progress={progress.find((one) => one.section === section.id)}
            summary={described.find((one) => one.section === section.title)?.lines ?? []}
            isOpen={toggled.get(section.id) ?? !section.collapsed}
            onToggle={(isOpen) => setOpen(section.id, isOpen)}
          >
            {section.fields.filter((field) => isVisible(field, counted)).map(drawField(section))}
          </FormSection>
        ))}
      </div>
    </div>
  );
}

/** What is refused stays on the screen, and must not be taken for saved. */
function refusalOf(errors: readonly FieldError[], field: string): string | null {
  const refused = errors.find((error) => error.field === field);
  return refused ? `${refused.message} Elle n’est pas enregistrée.` : null;
}

/** What was filled before is open, whatever the form folds. */
function openAtFirst(definition: FormDefinition, answers: Answers): ReadonlyMap<string, boolean> {
  const filled = completeness(definition, answers).filter((section) => section.filled > 0);
  return new Map(filled.map((section) => [section.section, true]));
}

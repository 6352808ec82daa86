import type { DescribedSection, Section, SectionCompleteness } from '@liaison/forms/contract';
import { Check, ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

type FormSectionProps = {
  section: Section;
  progress: SectionCompleteness | undefined;
  summary: DescribedSection['lines'];
  domId: string;
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
  children: ReactNode;
};

/** A section that folds under its title; folded, it still tells what it holds. */
export function FormSection({ section, progress, summary, domId, isOpen, onToggle, children }: FormSectionProps) {
  const isComplete = progress !== undefined && progress.fillable > 0 && progress.filled === progress.fillable;
  return (
    <section className="form-section" id={domId} aria-labelledby={`${domId}-title`}>
      <h2 className="form-section-title">
        <button type="button" id={`${domId}-title`} aria-expanded={isOpen} onClick={() => onToggle(!isOpen)}>
          {isOpen ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
          <span>{section.title}</span>
          {isComplete ? <Check className="form-complete" aria-label="complet" role="img" /> : null}
        </button>
      </h2>
      {isOpen ? (
        <div className="form-fields">
          {section.help ? <p className="ui-description">{section.help}</p> : null}
          {children}
        </div>
      ) : (
        <p className="form-summary clip">{summary.map((line) => `${line.label}\u00a0: ${line.value}`).join(' · ')}</p>
      )}
    </section>
  );
}

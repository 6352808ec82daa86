import type { DescribedSection, Section, SectionCompleteness } from '@liaison/forms/contract';
import type { ReactNode } from 'react';
import { Disclosure } from '../../ui/Section.tsx';

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
export function FormSection({
  section,
  progress,
  summary,
  domId,
  isOpen,
  onToggle,
  children,
}: FormSectionProps) {
  return (
    <div className="form-section" id={domId}>
      <Disclosure
        title={section.title}
        summary={isOpen ? null : <FoldedSummary lines={summary} progress={progress} />}
        isExpanded={isOpen}
        onExpandedChange={onToggle}
      >
        {isOpen ? (
          <>
            {section.help ? <p className="ui-description">{section.help}</p> : null}
            {children}
          </>
        ) : null}
      </Disclosure>
    </div>
  );
}

function FoldedSummary({
  lines,
  progress,
}: {
  lines: DescribedSection['lines'];
  progress: SectionCompleteness | undefined;
}) {
  if (!progress || progress.filled === 0) return null;
  const text = lines.map((line) => line.value).join(' · ');
  return <span className="form-summary clip">{text || `${progress.filled}/${progress.fillable}`}</span>;
}

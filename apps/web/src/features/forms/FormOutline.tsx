import { fieldsOf } from '@liaison/forms/contract';
import type { FormDefinition, SectionCompleteness } from '@liaison/forms/contract';
import { Check, Circle, CircleDashed } from 'lucide-react';
import './FormOutline.css';

type OutlineProps = {
  definition: FormDefinition;
  progress: readonly SectionCompleteness[];
  onShow: (section: string, field: string | null) => void;
};

/** The sections at a glance with what is missing of what is recommended; it leads there and never blocks. */
export function FormOutline({ definition, progress, onShow }: OutlineProps) {
  const labels = new Map(fieldsOf(definition).map((field) => [field.id, field.label]));
  return (
    <nav className="form-outline" aria-label="Sections du formulaire">
      <ol>
        {definition.sections.map((section) => {
          const state = progress.find((one) => one.section === section.id);
          return (
            <li key={section.id}>
              <button type="button" className="form-outline-section" onClick={() => onShow(section.id, null)}>
                <SectionMark progress={state} />
                <span>{section.title}</span>
                {state && state.filled > 0 ? (
                  <span className="quiet">{`${state.filled}/${state.fillable}`}</span>
                ) : null}
              </button>
              {state?.recommendedMissing.map((field) => (
                <button
                  type="button"
                  className="form-outline-missing"
                  key={field}
                  onClick={() => onShow(section.id, field)}
                >
                  {labels.get(field) === section.title ? 'à renseigner' : labels.get(field)}
                  <span className="visually-hidden"> (recommandé, manquant)</span>
                </button>
              ))}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function SectionMark({ progress }: { progress: SectionCompleteness | undefined }) {
  if (!progress || progress.filled === 0) return <CircleDashed aria-hidden className="quiet" />;
  if (progress.filled === progress.fillable) {
    return (
      <>
        <Check aria-hidden className="form-complete" />
        <span className="visually-hidden">complet</span>
      </>
    );
  }
  return <Circle aria-hidden className="quiet" />;
}

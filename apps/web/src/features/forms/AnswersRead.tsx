import { approvalMention, describeAnswers } from '@liaison/forms/contract';
import type { Answers, FormDefinition } from '@liaison/forms/contract';
import './forms.css';

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Answers in words, for who reads them: only what is filled. */
export function AnswersRead({
  definition,
  answers,
  headingLevel: Heading = 'h3',
}: {
  definition: FormDefinition;
  answers: Answers;
  headingLevel?: 'h2' | 'h3' | 'h4';
}) {
  const sections = describeAnswers(definition, answers, timeZone);
  const mention = approvalMention(definition);
  if (sections.length === 0) return <p className="quiet">Aucune réponse dans le formulaire.</p>;
  return (
    <div className="form-read">
      {sections.map((section) => (
        <section key={section.section}>
          {isOwnTitle(section) ? null : <Heading>{section.section}</Heading>}
          <dl>
            {section.lines.map((line) => (
              <div key={`${line.field}${line.label}`} data-field={line.field}>
                <dt>{line.label}</dt>
                <dd>{line.value}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      {mention ? <p className="form-mention">{mention}</p> : null}
    </div>
  );
}

/** A section whose only line carries the same words needs no title above it. */
function isOwnTitle(section: { section: string; lines: readonly { label: string }[] }): boolean {
  return section.lines.length === 1 && section.lines[0]?.label === section.section;
}

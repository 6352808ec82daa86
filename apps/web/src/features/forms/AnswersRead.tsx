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
          <Heading>{section.section}</Heading>
          <dl>
            {section.lines.map((line) => (
              <div key={`${line.field}${line.label}`} data-titled={line.label === section.section}>
                <dt className={line.label === section.section ? 'visually-hidden' : undefined}>
                  {line.label}
                </dt>
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

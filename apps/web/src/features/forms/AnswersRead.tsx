import {
  approvalMention,
  describeAnswers,
  fieldsOf,
  unknownInstant,
  warningsOf,
} from '@liaison/forms/contract';
import type { Answers, FormDefinition } from '@liaison/forms/contract';
import { CircleAlert } from 'lucide-react';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import './forms.css';
import './AnswersRead.css';

const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Answers in words, for who reads them: only what is filled, with how long ago and what crosses a clinical bound. */
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
  const instants = instantsOf(definition, answers);
  const alerts = warningsOf(definition, answers).filter((warning) => warning.kind === 'alert');
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
                <dd>
                  {line.value}
                  <Ago at={instants.get(line.field)} />
                  {alerts
                    .filter((alert) => alert.field === line.field)
                    .map((alert) => (
                      <span className="form-warning" data-kind="alert" key={alert.text}>
                        <CircleAlert aria-hidden />
                        {alert.text}
                      </span>
                    ))}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      {mention ? <p className="form-mention">{mention}</p> : null}
    </div>
  );
}

function Ago({ at }: { at: string | undefined }) {
  if (!at) return null;
  return (
    <span className="quiet">
      {' · '}
      <RelativeTime at={at} />
    </span>
  );
}

/** The instants given, by field; without those that nobody knows. */
function instantsOf(definition: FormDefinition, answers: Answers): ReadonlyMap<string, string> {
  const given = fieldsOf(definition).flatMap((field): [string, string][] => {
    const value = answers[field.id];
    const isInstant = field.kind === 'instant' && typeof value === 'string' && value !== unknownInstant;
    return isInstant ? [[field.id, value]] : [];
  });
  return new Map(given);
}

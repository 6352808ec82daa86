import { Copy } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { typographic } from '../../ui/french.ts';
import { Disclosure, Section } from '../../ui/Section.tsx';
import { notify } from '../../ui/Toast.tsx';
import { clauses, clauseText, type Clause } from './clauses.ts';

export function ClausesSection() {
  return (
    <Section title="Clauses à reprendre dans une consultation" id="clauses">
      <p className="quiet">
        Des modèles : l’acheteur les adapte à son marché et les fait relire par son service juridique.
      </p>
      {clauses.map((clause) => (
        <Disclosure key={clause.id} title={clause.title} summary={clause.place}>
          <ClauseBody clause={clause} />
        </Disclosure>
      ))}
    </Section>
  );
}

function ClauseBody({ clause }: { clause: Clause }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typographic(clauseText(clause)));
      notify({ tone: 'success', title: 'Clause copiée' });
    } catch {
      notify({
        tone: 'urgent',
        title: 'La clause n’a pas pu être copiée',
        detail: 'Sélectionnez son texte, puis copiez-le.',
      });
    }
  };
  return (
    <div className="mio-clause">
      {clause.paragraphs.map((paragraph) => (
        <p key={paragraph}>{typographic(paragraph)}</p>
      ))}
      <div>
        <Button
          icon={<Copy aria-hidden />}
          aria-label={`Copier la clause « ${clause.title} »`}
          onPress={() => void copy()}
        >
          Copier
        </Button>
      </div>
    </div>
  );
}

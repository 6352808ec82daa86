import { Download, Undo2 } from 'lucide-react';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { plural, typographic } from '../../ui/french.ts';
import { Progress } from '../../ui/Progress.tsx';
import { Disclosure } from '../../ui/Section.tsx';
import { stem, type Work } from './control-state.ts';
import { saveFile } from './mio-calls.ts';
import type { Control } from './use-control.ts';

/** What was changed here, in a file that is another one; and the way back. */
export function EditsBar({ work, control }: { work: Work; control: Control }) {
  const { edits, original, file, hasLostCertificate } = work;
  const isRunning = control.stage.kind === 'again';
  const progress = isRunning ? <Progress label="Nouveau contrôle" value={null} /> : null;
  if (edits.length === 0) return progress;
  return (
    <div className="edits">
      {hasLostCertificate ? (
        <Banner tone="warning" title="Le certificat n’est plus dans ce message">
          Il portait sur le fichier d’origine, qui le garde. Une fois conforme, faites certifier le message
          corrigé.
        </Banner>
      ) : null}
      <div className="edits-line">
        <p>
          <strong>{plural(edits.length, 'correction')}</strong>
          {typographic(` dans un nouveau fichier ; « ${original.name} » n’est pas modifié.`)}
        </p>
        <div className="edits-acts">
          <Button
            size="small"
            icon={<Undo2 aria-hidden />}
            isPending={isRunning}
            onPress={() => void control.undo()}
          >
            Annuler la dernière
          </Button>
          <Button
            size="small"
            icon={<Download aria-hidden />}
            onPress={() => saveFile(file, `${stem(original.name)}-corrige.xml`)}
          >
            Télécharger le message corrigé
          </Button>
        </div>
      </div>
      {progress}
      <Disclosure title="Corrections" summary={plural(edits.length, 'valeur')}>
        <ol className="edits-list">
          {edits.map(({ revision, place, before, after }) => (
            <li key={revision}>
              <span>{place}</span>
              <span>
                <del>{before ?? 'rien'}</del>
                {' → '}
                <ins>{after ?? 'rien'}</ins>
              </span>
            </li>
          ))}
        </ol>
      </Disclosure>
    </div>
  );
}

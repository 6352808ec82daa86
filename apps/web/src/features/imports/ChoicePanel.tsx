import { Disc3, Import } from 'lucide-react';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatBytes, nbsp, plural } from '../../ui/french.ts';
import { Disclosure } from '../../ui/Section.tsx';
import { FoundTree, patientName } from './FoundTree.tsx';
import { chosenOf, imports, keysOf, type ImportState } from './import-store.ts';
import type { ReadingEnd } from './messages.ts';
import { othersTitle, troubling } from './reading/other-files.ts';
import { shownText } from './reading/shown-text.ts';

type Choosing = Extract<ImportState, { phase: 'choosing' }>;

/** What was found, and what of it leaves. */
export function ChoicePanel({ state }: { state: Choosing }) {
  const { end, excluded, known } = state;
  if (end.tree.length === 0) return <NothingFound end={end} />;
  const total = chosenOf(state);
  return (
    <>
      {end.tree.length > 1 ? <SeveralPatients end={end} chosenCount={total.patients} /> : null}
      {end.missingCount > 0 ? (
        <Banner
          tone="warning"
          title={`${plural(end.missingCount, 'image annoncée', 'images annoncées')} par l’index du support ${end.missingCount > 1 ? 'sont absentes' : 'est absente'}`}
        >
          Le support est incomplet, ou une partie seulement a été choisie. Le reste peut être importé.
        </Banner>
      ) : null}
      <FoundTree tree={end.tree} excluded={excluded} known={known} />
      <OtherFiles end={end} />
      {state.error ? (
        <Banner tone="urgent" title="L’import n’a pas commencé" isAnnounced>
          {state.error}
        </Banner>
      ) : null}
      <div className="import-foot">
        <p className="tabular" aria-live="polite">
          {total.images === 0
            ? 'Aucune série choisie'
            : `${plural(total.studies, 'examen')} · ${plural(total.series, 'série')} · ${plural(total.images, 'image')} · ${formatBytes(total.bytes)}`}
        </p>
        <Button onPress={imports.forget}>Choisir autre chose</Button>
        <Button
          variant="primary"
          icon={<Import aria-hidden />}
          isDisabled={total.images === 0}
          isPending={state.isStarting}
          onPress={() => void imports.start()}
        >
          {total.images === 0 ? 'Importer' : `Importer ${plural(total.images, 'image')}`}
        </Button>
      </div>
    </>
  );
}

/** The gravest mistake of an import: the images of someone else. */
function SeveralPatients({ end, chosenCount }: { end: ReadingEnd; chosenCount: number }) {
  return (
    <Banner
      tone="warning"
      title={`Ce support contient ${end.tree.length} patients${nbsp}: cochez ceux à importer`}
      isAnnounced
      acts={
        <Button size="small" onPress={() => imports.setChosen(keysOf(end.tree), chosenCount === 0)}>
          {chosenCount === 0 ? 'Tout cocher' : 'Tout décocher'}
        </Button>
      }
    >
      <ul className="import-patients">
        {end.tree.map((patient) => (
          <li key={patient.key}>
            <bdi>{patientName(patient)}</bdi>
            {patient.patientId ? ` (${shownText(patient.patientId)})` : ''}
          </li>
        ))}
      </ul>
    </Banner>
  );
}

/** Files that are left aside, and why. */
export function OtherFiles({ end }: { end: ReadingEnd }) {
  if (end.otherCount === 0) return null;
  const isTroubling = end.others.some(({ kind }) => troubling.has(kind));
  return (
    <Disclosure
      title={othersTitle(end.otherCount)}
      summary={end.others.map(({ words }) => words.split(/[\u00a0(,]/)[0]?.trim()).join(', ')}
      isExpandedAtFirst={isTroubling}
    >
      <ul className="import-others">
        {end.others.map((group) => (
          <li key={group.kind} data-troubling={troubling.has(group.kind) ? '' : undefined}>
            <p>{`${plural(group.count, 'fichier')}${nbsp}: ${group.words}`}</p>
            <p className="quiet small mono">
              {group.examples.map((path) => (
                <bdi key={path}>{shownText(path)}</bdi>
              ))}
              {group.count > group.examples.length ? <span>…</span> : null}
            </p>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

function NothingFound({ end }: { end: ReadingEnd }) {
  return (
    <>
      <EmptyState
        icon={Disc3}
        title="Aucune image DICOM trouvée"
        acts={
          <Button variant="primary" onPress={imports.forget}>
            Choisir autre chose
          </Button>
        }
      >
        Choisissez le dossier le plus haut du support{nbsp}: les images sont souvent dans « DICOM » ou «
        IMAGES ».
      </EmptyState>
      <OtherFiles end={end} />
    </>
  );
}

import { listImports } from '@liaison/imports/contract';
import { useQuery } from '@tanstack/react-query';
import { Disc3, FileArchive, FolderOpen } from 'lucide-react';
import { useRef } from 'react';
import { queryOf } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { DropZone } from '../../ui/DropZone.tsx';
import { formatDateTime, formatNumber, nbsp, plural } from '../../ui/french.ts';
import { imports, type SourceKind } from './import-store.ts';
import { filesOfDrop, filesOfInput } from './reading/dropped-files.ts';
import type { ChosenFile } from './reading/entry.ts';

/** Where the images are: dropped here, or chosen. */
export function SourceChooser() {
  const folder = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const drop = (dropped: DataTransfer) => {
    void filesOfDrop(dropped.items).then(
      (chosen) => imports.read(chosen, kindOf(chosen)),
      () => imports.refuse('Ce qui a été déposé n’a pas pu être lu. Choisissez plutôt le dossier.'),
    );
  };
  const choose = (input: HTMLInputElement) => {
    const chosen = filesOfInput(input.files ?? []);
    imports.read(chosen, kindOf(chosen));
  };
  return (
    <>
      <UnfinishedImports />
      <DropZone
        icon={Disc3}
        title="Déposez ici le contenu du CD, un dossier, un zip ou une image ISO"
        onDrop={drop}
      >
        <div className="import-drop-acts">
          <Button variant="primary" icon={<FolderOpen aria-hidden />} onPress={() => folder.current?.click()}>
            Choisir un CD ou un dossier
          </Button>
          <Button icon={<FileArchive aria-hidden />} onPress={() => files.current?.click()}>
            Choisir des fichiers, un zip, un ISO
          </Button>
        </div>
        <p className="quiet small">
          {`Rien ne part avant votre accord${nbsp}: les patients et les examens trouvés vous sont montrés d’abord.`}
        </p>
        <input
          ref={folder}
          type="file"
          hidden
          aria-label="Dossier à importer"
          data-testid="import-folder"
          onChange={(event) => choose(event.currentTarget)}
          {...{ webkitdirectory: '' }}
        />
        <input
          ref={files}
          type="file"
          hidden
          multiple
          aria-label="Fichiers à importer"
          data-testid="import-files"
          onChange={(event) => choose(event.currentTarget)}
        />
      </DropZone>
    </>
  );
}

function kindOf(chosen: readonly ChosenFile[]): SourceKind {
  const [first] = chosen;
  if (chosen.length === 1 && first && /\.zip$/i.test(first.path)) return 'zip';
  if (chosen.length === 1 && first && /\.(iso|img)$/i.test(first.path)) return 'iso';
  return first?.path.includes('/') ? 'folder' : 'files';
}

/** What a cut left: choosing the same files goes on from there. */
function UnfinishedImports() {
  const { data } = useQuery(queryOf(listImports, {}));
  const open = data?.imports.filter(({ state }) => state === 'open') ?? [];
  if (open.length === 0) return null;
  return (
    <Banner tone="info" title={open.length === 1 ? 'Un import est inachevé' : 'Des imports sont inachevés'}>
      <ul className="import-unfinished">
        {open.map((one) => {
          const expected = one.studies.reduce((sum, { expectedCount }) => sum + expectedCount, 0);
          return (
            <li key={one.id}>
              {`Commencé le ${formatDateTime(one.startedAt)}${nbsp}: ${formatNumber(one.storedCount)} sur ${plural(expected, 'image')}. `}
            </li>
          );
        })}
      </ul>
      Choisissez de nouveau le même support{nbsp}: l’envoi reprend où il s’était arrêté.
    </Banner>
  );
}

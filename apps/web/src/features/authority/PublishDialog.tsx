import {
  codeSystems,
  nomenclaturesUrl,
  publishedNomenclature,
  type PublishedNomenclature,
} from '@liaison/authority/contract';
import { problem } from '@liaison/http/contract';
import { useState } from 'react';
import { ApiError } from '../../app/api.ts';
import { tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { plural, typographic } from '../../ui/french.ts';
import { FileButton } from '../../ui/FileButton.tsx';
import { RadioGroup } from '../../ui/RadioGroup.tsx';
import { DateField } from '../../ui/DateTimeField.tsx';
import { Select } from '../../ui/Select.tsx';
import { ActDialog } from './ActDialog.tsx';

type Content = 'whole' | 'changes';

/** A code list: what it would change is shown before it is published, signed, to every subscriber. */
export function PublishDialog({ onClose }: { onClose: () => void }) {
  const [system, setSystem] = useState<(typeof codeSystems)[number]>('LPPR');
  const [content, setContent] = useState<Content>('whole');
  const [effectiveFrom, setFrom] = useState(() => new Date().toISOString().slice(0, 10));
  const [file, setFile] = useState<File | null>(null);
  const [trial, setTrial] = useState<PublishedNomenclature | null>(null);
  const [error, setError] = useState<string | null>(null);
  const send = (isTrial: boolean) =>
    publish(file, { system, content, effectiveFrom, trial: String(isTrial) });
  const change =
    <Value,>(set: (value: Value) => void) =>
    (value: Value) => {
      set(value);
      setTrial(null);
      setError(null);
    };
  const tryOut = async () => {
    setError(null);
    setTrial(
      await send(true).catch((failure: unknown) => {
        setError(tellError(failure).title);
        return null;
      }),
    );
  };
  const isRight = trial !== null && trial.faults.length === 0;
  return (
    <ActDialog
      title="Publier une nomenclature"
      verb="Publier"
      done="Nomenclature publiée"
      missing={missingIn(file, trial)}
      act={() => send(false)}
      onClose={onClose}
    >
      <Select
        label="Liste"
        choices={codeSystems.map((value) => ({ value, label: value }))}
        value={system}
        onChange={change(setSystem)}
      />
      <RadioGroup
        label="Le fichier contient"
        choices={[
          { value: 'whole', label: 'La liste entière' },
          { value: 'changes', label: 'Seulement ce qui change' },
        ]}
        value={content}
        onChange={change(setContent)}
      />
      <DateField
        label="Vaut à partir du"
        value={effectiveFrom || null}
        onChange={(day) => change(setFrom)(day ?? '')}
      />
      <div className="authority-file">
        <FileButton
          label={file ? 'Choisir un autre fichier' : 'Choisir le fichier'}
          name="Fichier de la nomenclature"
          accept=".csv,.ndjson,.txt"
          testId="nomenclature"
          look="small"
          onChosen={change(setFile)}
        />
        <span className="quiet">{file?.name ?? 'CSV ou NDJSON, en UTF-8.'}</span>
      </div>
      <div>
        <Button isDisabled={!file} onPress={() => void tryOut()}>
          Essayer sans publier
        </Button>
      </div>
      {error ? (
        <Banner tone="urgent" title="L’essai n’a pas abouti" isAnnounced>
          {error}
        </Banner>
      ) : null}
      {trial ? <Trial trial={trial} isRight={isRight} /> : null}
    </ActDialog>
  );
}

function missingIn(file: File | null, trial: PublishedNomenclature | null): string | null {
  if (!file) return 'Choisissez un fichier.';
  if (!trial) return 'Essayez d’abord.';
  return trial.faults.length > 0 ? 'Corrigez le fichier.' : null;
}

function Trial({
  trial: { rowCount, changes, faults },
  isRight,
}: {
  trial: PublishedNomenclature;
  isRight: boolean;
}) {
  if (isRight)
    return (
      <Banner tone="success" title={`${plural(rowCount, 'code')} lus`} isAnnounced>
        {`${plural(changes.added, 'ajouté')}, ${plural(changes.changed, 'modifié')}, ${plural(changes.ended, 'terminé')}, ${plural(changes.removed, 'retiré')}.`}
      </Banner>
    );
  return (
    <Banner tone="urgent" title={plural(faults.length, 'faute')} isAnnounced>
      <ul>
        {faults.slice(0, 20).map(({ line, message }) => (
          <li key={`${line} ${message}`}>{typographic(`Ligne ${line} : ${message}`)}</li>
        ))}
      </ul>
    </Banner>
  );
}

/** @throws ApiError */
async function publish(file: File | null, query: Record<string, string>): Promise<PublishedNomenclature> {
  const response = await fetch(`${nomenclaturesUrl}?${new URLSearchParams(query)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  });
  const received: unknown = await response.json().catch(() => null);
  if (response.ok) return publishedNomenclature.parse(received);
  const told = problem.safeParse(received);
  const requestId = response.headers.get('x-request-id');
  throw new ApiError(
    told.success
      ? told.data
      : {
          code: 'web/unexpected-reply',
          title: 'Liaison n’a pas pu lire ce fichier.',
          status: response.status,
          requestId,
        },
  );
}

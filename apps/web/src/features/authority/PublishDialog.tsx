import {
  codeSystems,
  nomenclaturesUrl,
  publishedNomenclature,
  type PublishedNomenclature,
} from '@liaison/authority/contract';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { sendFile } from '../../app/api.ts';
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

type Choice = {
  readonly system: (typeof codeSystems)[number];
  readonly content: Content;
  readonly effectiveFrom: string;
  readonly file: File | null;
};

/** A code list: what it would change is shown before it is published, signed, to every subscriber. */
export function PublishDialog({ onClose }: { onClose: () => void }) {
  const [choice, setChoice] = useState<Choice>(() => ({
    system: 'LPPR',
    content: 'whole',
    effectiveFrom: new Date().toISOString().slice(0, 10),
    file: null,
  }));
  const { file } = choice;
  const [trial, giveUpTrial] = useTrial();
  const { data, error, isPending } = trial.variables === choice ? trial : untried;
  const change =
    <Key extends keyof Choice>(key: Key) =>
    (value: Choice[Key]) => {
      giveUpTrial();
      setChoice({ ...choice, [key]: value });
    };
  return (
    <ActDialog
      title="Publier une nomenclature"
      verb="Publier"
      done="Nomenclature publiée"
      missing={missingIn(file, isPending, data)}
      act={() => publish(choice, false)}
      onClose={onClose}
    >
      <Select
        label="Liste"
        choices={codeSystems.map((value) => ({ value, label: value }))}
        value={choice.system}
        onChange={change('system')}
      />
      <RadioGroup
        label="Le fichier contient"
        choices={[
          { value: 'whole', label: 'La liste entière' },
          { value: 'changes', label: 'Seulement ce qui change' },
        ]}
        value={choice.content}
        onChange={change('content')}
      />
      <DateField
        label="Vaut à partir du"
        value={choice.effectiveFrom || null}
        onChange={(day) => change('effectiveFrom')(day ?? '')}
      />
      <div className="authority-file">
        <FileButton
          label={file ? 'Choisir un autre fichier' : 'Choisir le fichier'}
          name="Fichier de la nomenclature"
          accept=".csv,.ndjson,.txt"
          testId="nomenclature"
          look="small"
          onChosen={change('file')}
        />
        <span className="quiet">{file?.name ?? 'CSV ou NDJSON, en UTF-8.'}</span>
      </div>
      <div>
        <Button isDisabled={!file} isPending={isPending} onPress={() => trial.mutate(choice)}>
          Essayer sans publier
        </Button>
      </div>
      {error ? (
        <Banner tone="urgent" title="L’essai n’a pas abouti" isAnnounced>
          {tellError(error).title}
        </Banner>
      ) : null}
      {data ? <Trial trial={data} /> : null}
    </ActDialog>
  );
}

/** A trial of what is chosen now: one of another file or day says nothing of it, and gives up its place on the server. */
function useTrial() {
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);
  const trial = useMutation({
    mutationFn(tried: Choice) {
      running.current = new AbortController();
      return publish(tried, true, running.current.signal);
    },
  });
  return [trial, () => running.current?.abort()] as const;
}

const untried = { data: undefined, error: null, isPending: false };

function missingIn(
  file: File | null,
  isPending: boolean,
  trial: PublishedNomenclature | undefined,
): string | null {
  if (!file) return 'Choisissez un fichier.';
  if (isPending) return 'Essai en cours…';
  if (!trial) return 'Essayez d’abord.';
  return trial.faults.length > 0 ? 'Corrigez le fichier.' : null;
}

function Trial({ trial: { rowCount, changes, faults } }: { trial: PublishedNomenclature }) {
  if (faults.length === 0)
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
async function publish(
  { file, system, content, effectiveFrom }: Choice,
  isTrial: boolean,
  signal: AbortSignal | null = null,
): Promise<PublishedNomenclature> {
  const query = new URLSearchParams({ system, content, effectiveFrom, trial: String(isTrial) });
  const response = await sendFile(`${nomenclaturesUrl}?${query}`, file ?? new Blob(), signal);
  return publishedNomenclature.parse(await response.json());
}

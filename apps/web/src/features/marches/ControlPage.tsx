import { useMutation } from '@tanstack/react-query';
import { FileCheck2, FileText } from 'lucide-react';
import { useRef, useState } from 'react';
import { Page } from '../../app/Page.tsx';
import { tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { DropZone } from '../../ui/DropZone.tsx';
import { formatBytes, nbsp } from '../../ui/french.ts';
import { Progress } from '../../ui/Progress.tsx';
import { controlFile, type Asked } from './control-file.ts';
import { ControlResult } from './ControlResult.tsx';
import './control.css';

/** Drop a MIO message, read what is wrong with it and where: nothing is kept. */
export function ControlPage() {
  const [need, setNeed] = useState<File | null>(null);
  const running = useRef<AbortController>(null);
  const control = useMutation({
    mutationFn: (asked: Asked) => {
      running.current?.abort();
      running.current = new AbortController();
      return controlFile(asked, running.current.signal);
    },
  });
  const asked = control.variables;
  return (
    <Page title="Contrôleur" width="reading">
      <div className="control-page">
        <p>
          Contrôlez un message MIO avant de l’envoyer, ou après l’avoir reçu{nbsp}: demande de prix, offre,
          attribution. Le fichier n’est pas conservé.
        </p>
        <MessageChooser onChosen={(message) => control.mutate({ message, need })} />
        <NeedChooser
          need={need}
          onChosen={(chosen) => {
            setNeed(chosen);
            if (asked) control.mutate({ message: asked.message, need: chosen });
          }}
        />
        {control.isPending ? (
          <Progress label={`Contrôle de ${asked?.message.name ?? 'ce fichier'}`} value={null} />
        ) : null}
        {control.error && !control.isPending ? (
          <Banner tone="urgent" title="Le contrôle n’a pas abouti" isAnnounced>
            {tellError(control.error).title}
          </Banner>
        ) : null}
        {control.data && asked && !control.isPending ? (
          <ControlResult key={control.data.startedAt} report={control.data} asked={asked} />
        ) : null}
      </div>
    </Page>
  );
}

function MessageChooser({ onChosen }: { onChosen: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const choose = (file: File | undefined) => {
    if (file) onChosen(file);
  };
  return (
    <DropZone
      icon={FileCheck2}
      title="Déposez ici le message à contrôler"
      onDrop={({ files }) => choose(files[0])}
    >
      <Button variant="primary" onPress={() => input.current?.click()}>
        Choisir un fichier
      </Button>
      <p className="quiet small">Fichier XML de votre logiciel.</p>
      <input
        ref={input}
        type="file"
        hidden
        accept=".xml,application/xml,text/xml"
        aria-label="Message à contrôler"
        data-testid="control-message"
        onChange={({ currentTarget }) => {
          choose(currentTarget.files?.[0]);
          // The same file, corrected, can be chosen again.
          currentTarget.value = '';
        }}
      />
    </DropZone>
  );
}

/** An offer is held against the call for tenders that it answers. */
function NeedChooser({ need, onChosen }: { need: File | null; onChosen: (file: File | null) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="control-need">
      {need ? (
        <>
          <FileText aria-hidden />
          <span className="control-need-name">
            {`Comparé à la demande de prix ${need.name} `}
            <span className="quiet">{formatBytes(need.size)}</span>
          </span>
          <Button variant="quiet" size="small" onPress={() => onChosen(null)}>
            Retirer
          </Button>
        </>
      ) : (
        <>
          <span className="quiet">Pour une offre, ajoutez la demande de prix à laquelle elle répond.</span>
          <Button size="small" onPress={() => input.current?.click()}>
            Ajouter la demande de prix
          </Button>
        </>
      )}
      <input
        ref={input}
        type="file"
        hidden
        accept=".xml,application/xml,text/xml"
        aria-label="Demande de prix"
        data-testid="control-need"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onChosen(file);
          currentTarget.value = '';
        }}
      />
    </div>
  );
}

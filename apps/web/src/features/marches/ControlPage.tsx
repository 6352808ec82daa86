import { FileCheck2 } from 'lucide-react';
import { useState } from 'react';
import { Page } from '../../app/Page.tsx';
import { tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { nbsp } from '../../ui/french.ts';
import { Progress } from '../../ui/Progress.tsx';
import { usePageDrop } from '../../ui/use-page-drop.ts';
import { ControlResult } from './ControlResult.tsx';
import { LeaveGuard, ReplaceGuard } from './LeaveGuard.tsx';
import { useHandedFile } from './handed-file.ts';
import { acceptedMessages, MessageChooser, NeedChooser } from './MessageChooser.tsx';
import { useControl, type Control } from './use-control.ts';
import './control.css';
import './part.css';

/** Drop a MIO message, read what is wrong with it and where, mend it, have it certified: nothing is kept. */
export function ControlPage() {
  const [need, setNeed] = useState<File | null>(null);
  const control = useControl();
  const { work, stage } = control;
  const isChosen = work !== null || stage.kind === 'first';
  const [replacing, setReplacing] = useState<File | null>(null);
  const start = (message: File) => {
    setReplacing(null);
    control.start(message, need);
  };
  const choose = (message: File) => {
    if (work && work.edits.length > 0) setReplacing(message);
    else start(message);
  };
  useHandedFile(start);
  usePageDrop(choose);
  return (
    <Page
      title="Contrôleur"
      acts={
        isChosen ? (
          <FileButton
            label="Contrôler un autre fichier"
            name="Message à contrôler"
            accept={acceptedMessages}
            testId="control-message"
            look="small"
            onChosen={choose}
          />
        ) : null
      }
    >
      <div className="control-page">
        {isChosen ? null : <Welcome onChosen={start} />}
        <NeedChooser
          need={need}
          onChosen={(chosen) => {
            setNeed(chosen);
            void control.holdAgainst(chosen);
          }}
        />
        <Outcome control={control} />
      </div>
      <LeaveGuard work={work} />
      <ReplaceGuard file={replacing} onReplace={start} onClose={() => setReplacing(null)} />
    </Page>
  );
}

function Welcome({ onChosen }: { onChosen: (file: File) => void }) {
  return (
    <>
      <p className="control-intro">
        Contrôlez un message MIO avant de l’envoyer, ou après l’avoir reçu{nbsp}: demande de prix, offre,
        attribution. Vous pourrez le corriger et le certifier ici. Le fichier n’est pas conservé.
      </p>
      <MessageChooser
        icon={FileCheck2}
        title="Déposez ici le message à contrôler"
        hint="Fichier XML, JSON ou CSV de votre logiciel, ou classeur Excel de l’acheteur, rempli."
        testId="control-message"
        onChosen={onChosen}
      />
    </>
  );
}

function Outcome({ control }: { control: Control }) {
  const { work, stage, error } = control;
  return (
    <>
      {stage.kind === 'first' ? <Progress label={`Contrôle de ${stage.name}`} value={null} /> : null}
      {error && stage.kind === 'idle' ? (
        <Banner
          tone="urgent"
          title="Le contrôle n’a pas abouti"
          isAnnounced
          acts={<Button onPress={control.retry}>Réessayer</Button>}
        >
          {tellError(error).title}
        </Banner>
      ) : null}
      {work ? <ControlResult work={work} control={control} /> : null}
    </>
  );
}

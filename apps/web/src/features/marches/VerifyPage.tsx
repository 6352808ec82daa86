import { readController } from '@liaison/marches/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { ShieldCheck } from 'lucide-react';
import { useRef, useState } from 'react';
import { Page } from '../../app/Page.tsx';
import { queryOf, tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { FileButton } from '../../ui/FileButton.tsx';
import { nbsp } from '../../ui/french.ts';
import { Progress } from '../../ui/Progress.tsx';
import { usePageDrop } from '../../ui/use-page-drop.ts';
import { useHandedFile } from './handed-file.ts';
import { MessageChooser } from './MessageChooser.tsx';
import { verifyMessage } from './mio-calls.ts';
import { VerificationResult } from './VerificationResult.tsx';
import './control.css';
import './verify.css';

const accepted = '.xml,application/xml,text/xml';

/** Drop a message that was received: whether it is the one that was certified, by whom, and what a control says of it. */
export function VerifyPage() {
  const { verify, start } = useVerification();
  const [file, setFile] = useState<File | null>(null);
  const choose = (chosen: File) => {
    setFile(chosen);
    start(chosen);
  };
  useHandedFile(choose);
  usePageDrop(choose);
  return (
    <Page
      title="Vérifier un message reçu"
      acts={
        file ? (
          <FileButton
            label="Vérifier un autre message"
            name="Message à vérifier"
            accept={accepted}
            testId="verify-message"
            look="small"
            onChosen={choose}
          />
        ) : null
      }
      width="reading"
    >
      <div className="verify-page">
        {file ? null : <Welcome onChosen={choose} />}
        {verify.isPending ? (
          <Progress label={`Vérification de ${file?.name ?? 'ce message'}`} value={null} />
        ) : null}
        {verify.error && !verify.isPending ? (
          <Banner
            tone="urgent"
            title="La vérification n’a pas abouti"
            isAnnounced
            acts={file ? <Button onPress={() => start(file)}>Réessayer</Button> : null}
          >
            {tellError(verify.error).title}
          </Banner>
        ) : null}
        {verify.data && file && !verify.isPending ? (
          <VerificationResult verification={verify.data} file={file} />
        ) : null}
      </div>
    </Page>
  );
}

function useVerification() {
  const running = useRef<AbortController>(null);
  const verify = useMutation({
    mutationFn: (message: File) => {
      running.current?.abort();
      running.current = new AbortController();
      return verifyMessage({ message, need: null }, running.current.signal);
    },
  });
  return { verify, start: (file: File) => verify.mutate(file) };
}

function Welcome({ onChosen }: { onChosen: (file: File) => void }) {
  const controller = useQuery(queryOf(readController, {}));
  return (
    <>
      <p>
        Sachez si un message certifié vous est parvenu tel qu’il a été contrôlé, et par qui. Le fichier n’est
        pas conservé.
      </p>
      {controller.data?.canVerify === false ? (
        <Banner tone="info" title="Cette installation ne connaît aucune autorité">
          {`Rien ne peut y être vérifié${nbsp}: l’administrateur donne au serveur le dossier « confiance » de l’autorité MIO (LIAISON_MIO_TRUST).`}
        </Banner>
      ) : null}
      <MessageChooser
        icon={ShieldCheck}
        title="Déposez ici le message reçu"
        hint="Fichier XML certifié, tel que vous l’avez reçu."
        accept={accepted}
        testId="verify-message"
        onChosen={onChosen}
      />
    </>
  );
}

import { readController, type InstalledController } from '@liaison/marches/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { BadgeCheck, ShieldCheck } from 'lucide-react';
import { useNavigate } from 'react-router';
import { queryOf, tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { nbsp } from '../../ui/french.ts';
import { notify } from '../../ui/Toast.tsx';
import { fileToSend, stem, type Work } from './control-state.ts';
import { handFile } from './handed-file.ts';
import { certifyMessage, saveFile } from './mio-calls.ts';

/** The certificate: asked for, there already, or why it cannot be had. */
export function CertifyAct({ work, isBusy }: { work: Work; isBusy: boolean }) {
  const controller = useQuery(queryOf(readController, {}));
  if (work.opened.isCertified && work.edits.length === 0) return <AlreadyCertified work={work} />;
  if (work.reply.verdict === 'KO')
    return (
      <div className="certify">
        <Button variant="primary" icon={<BadgeCheck aria-hidden />} isDisabled>
          Certifier et télécharger
        </Button>
        <span className="quiet small">Quand les erreurs seront corrigées.</span>
      </div>
    );
  if (!controller.data) return null;
  if (controller.data.state !== 'ready') return <NoController state={controller.data.state} />;
  return <Certify work={work} controller={controller.data} isBusy={isBusy} />;
}

type CertifyProps = { work: Work; controller: InstalledController; isBusy: boolean };

function Certify({ work, controller, isBusy }: CertifyProps) {
  const certify = useMutation({
    mutationFn: () => certifyMessage({ message: fileToSend(work), need: work.need }),
    onSuccess(certified) {
      const name = `${stem(work.original.name)}-certifie.xml`;
      saveFile(certified, name);
      notify({ tone: 'success', title: 'Message certifié', detail: `Enregistré sous ${name}.` });
    },
    onError: (error) =>
      notify({ tone: 'urgent', title: 'Le message n’est pas certifié', detail: tellError(error).title }),
  });
  return (
    <div className="certify">
      <Button
        variant="primary"
        icon={<BadgeCheck aria-hidden />}
        isDisabled={isBusy}
        isPending={certify.isPending}
        onPress={() => certify.mutate()}
      >
        Certifier et télécharger
      </Button>
      <span className="quiet small">
        {`Au nom de ${controller.organisation}, licence${nbsp}${controller.licence}${controller.hasTimestamps ? ', avec horodatage' : ''}.`}
      </span>
    </div>
  );
}

function AlreadyCertified({ work }: { work: Work }) {
  const navigate = useNavigate();
  return (
    <div className="certify">
      <Button
        variant="primary"
        icon={<ShieldCheck aria-hidden />}
        onPress={() => {
          handFile(work.original);
          void navigate('/marches/verification');
        }}
      >
        Vérifier son certificat
      </Button>
      <span className="quiet small">Ce message porte déjà un certificat de contrôle.</span>
    </div>
  );
}

const reasons: Readonly<Record<Exclude<InstalledController['state'], 'ready'>, string>> = {
  none: 'Aucune clé de contrôleur n’est installée. L’administrateur la demande à une autorité MIO, puis donne son dossier et sa phrase au serveur (LIAISON_MIO_SIGNER et LIAISON_MIO_PASSPHRASE).',
  unreadable:
    'La clé de contrôleur ne s’ouvre pas. L’administrateur vérifie le dossier LIAISON_MIO_SIGNER et la phrase LIAISON_MIO_PASSPHRASE, puis redémarre le serveur.',
  expired:
    'Le certificat du contrôleur n’est plus valable. L’administrateur en demande un nouveau à l’autorité MIO qui l’a délivré.',
};

function NoController({ state }: { state: Exclude<InstalledController['state'], 'ready'> }) {
  return (
    <Banner tone="info" title="Cette installation ne certifie pas">
      {reasons[state]}
    </Banner>
  );
}

import type { ConversionFormat, ReportFormat } from '@liaison/marches/contract';
import { Download, FileSpreadsheet } from 'lucide-react';
import { useState } from 'react';
import { tellError } from '../../app/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { Menu, MenuItem, MenuSection } from '../../ui/Menu.tsx';
import { notify } from '../../ui/Toast.tsx';
import { fileToSend, isWorkbook, stem, type Work } from './control-state.ts';
import { convertMessage, fetchReport, saveFile } from './mio-calls.ts';

type ReportChoice = { format: ReportFormat; label: string; detail: string; extension: string };

const reports: readonly ReportChoice[] = [
  { format: 'html', label: 'Page à imprimer', detail: 'Pour la lire ou l’envoyer', extension: 'html' },
  { format: 'xlsx', label: 'Classeur Excel', detail: 'Un constat par ligne', extension: 'xlsx' },
  { format: 'csv', label: 'Tableau CSV', detail: 'Un constat par ligne', extension: 'csv' },
  { format: 'm40', label: 'Message M40', detail: 'Pour le logiciel de l’expéditeur', extension: 'xml' },
  { format: 'svrl', label: 'Rapport SVRL', detail: 'Pour les outils Schematron', extension: 'svrl.xml' },
];

/** The report in all its forms, and the message in others. */
export function DownloadMenu({ work }: { work: Work }) {
  const [isWaiting, run] = useDownload();
  const { original, need } = work;
  const sent = { message: fileToSend(work), need };
  const name = stem(original.name);
  const saveReport = ({ format, extension }: ReportChoice) =>
    run(() => fetchReport(sent, format), `controle-${name}.${extension}`);
  const own = isWorkbook(original);
  return (
    <Menu
      label="Télécharger"
      placement="bottom start"
      trigger={
        <Button icon={<Download aria-hidden />} isPending={isWaiting}>
          Télécharger
        </Button>
      }
    >
      <MenuSection title="Rapport de contrôle">
        {own ? (
          <MenuItem
            detail="Le vôtre, chaque faute marquée à sa cellule"
            onAction={() =>
              run(() => fetchReport({ message: original, need }, 'xlsx'), `${name}-annote.xlsx`)
            }
          >
            Classeur annoté
          </MenuItem>
        ) : null}
        {reports
          .filter(({ format }) => !own || format !== 'xlsx')
          .map((choice) => (
            <MenuItem key={choice.format} detail={choice.detail} onAction={() => saveReport(choice)}>
              {choice.label}
            </MenuItem>
          ))}
      </MenuSection>
      <MessageFormats work={work} onChosen={(to) => run(() => convertMessage(sent, to), `${name}.${to}`)} />
    </Menu>
  );
}

type FormatsProps = { work: Work; onChosen: (to: ConversionFormat) => void };

function MessageFormats({ work, onChosen }: FormatsProps) {
  const { type } = work.opened;
  if (type === null) return null;
  return (
    <MenuSection title="Le message, dans un autre format">
      <MenuItem detail="Celui des échanges" onAction={() => onChosen('xml')}>
        XML
      </MenuItem>
      <MenuItem detail="Pour un logiciel" onAction={() => onChosen('json')}>
        JSON
      </MenuItem>
      <MenuItem detail="Pour un tableur" onAction={() => onChosen('csv')}>
        CSV
      </MenuItem>
      <MenuItem detail={workbookDetail(type, work.need)} onAction={() => onChosen('xlsx')}>
        Classeur Excel
      </MenuItem>
    </MenuSection>
  );
}

function workbookDetail(type: string, need: File | null): string {
  if (type === 'M10' || type === 'M11') return 'Le modèle que les fournisseurs remplissent';
  if (type !== 'M20') return 'Le message en un tableau';
  return need ? 'Le modèle de l’acheteur, rempli' : 'Le modèle, rempli des lignes de l’offre';
}

/** Of a call for tenders: the workbook that suppliers without software of their own fill in. */
export function ModelButton({ work }: { work: Work }) {
  const [isWaiting, run] = useDownload();
  const { type } = work.opened;
  if ((type !== 'M10' && type !== 'M11') || work.reply.verdict === 'KO') return null;
  const sent = { message: fileToSend(work), need: null };
  return (
    <Button
      icon={<FileSpreadsheet aria-hidden />}
      isPending={isWaiting}
      onPress={() => run(() => convertMessage(sent, 'xlsx'), `modele-${stem(work.original.name)}.xlsx`)}
    >
      Modèle Excel pour les fournisseurs
    </Button>
  );
}

function useDownload(): [boolean, (get: () => Promise<Blob>, name: string) => void] {
  const [isWaiting, setWaiting] = useState(false);
  const run = async (get: () => Promise<Blob>, name: string) => {
    setWaiting(true);
    try {
      saveFile(await get(), name);
    } catch (error) {
      notify({ tone: 'urgent', title: 'Le fichier n’a pas été téléchargé', detail: tellError(error).title });
    } finally {
      setWaiting(false);
    }
  };
  return [isWaiting, (get, name) => void run(get, name)];
}

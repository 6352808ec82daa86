import { downloadUrl } from '@liaison/transfers/contract';
import { Download, Ellipsis, Send } from 'lucide-react';
import { type ReactNode, useState } from 'react';

import { IconButton } from '../../ui/Button.tsx';
import { plural } from '../../ui/french.ts';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { SendDialog, type SentStudy } from './SendDialog.tsx';

/** What can be done with an exam besides looking at it; for any screen that shows one, or those of a dossier. */
export function StudyMenu({
  studies,
  patient,
  children,
}: {
  studies: readonly SentStudy[];
  patient: string;
  /** Other acts, after these. */
  children?: ReactNode;
}) {
  const [isSending, setSending] = useState(false);
  const images = studies.reduce((sum, each) => sum + each.imageCount, 0);
  return (
    <>
      <Menu
        label={`Autres actes sur les images de ${patient}`}
        trigger={
          <IconButton label={`Autres actes sur les images de ${patient}`} icon={<Ellipsis aria-hidden />} />
        }
      >
        <MenuItem icon={<Send aria-hidden />} onAction={() => setSending(true)}>
          Envoyer vers un PACS
        </MenuItem>
        <MenuItem
          icon={<Download aria-hidden />}
          detail={
            images === 0
              ? 'Aucune image n’est encore arrivée'
              : `zip avec DICOMDIR · ${plural(images, 'image')}`
          }
          isDisabled={images === 0}
          onAction={() => window.location.assign(downloadUrl(studies.map(({ id }) => id)))}
        >
          Télécharger les images
        </MenuItem>
        {children}
      </Menu>
      {isSending ? <SendDialog studies={studies} onClose={() => setSending(false)} /> : null}
    </>
  );
}

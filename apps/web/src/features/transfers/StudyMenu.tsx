import { downloadUrl } from '@liaison/transfers/contract';
import { Download, Ellipsis, Send } from 'lucide-react';
import { useState } from 'react';

import { IconButton } from '../../ui/Button.tsx';
import { plural } from '../../ui/french.ts';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { SendDialog, type SentStudy } from './SendDialog.tsx';

/** What can be done with an exam besides looking at it; for any screen that shows one, or those of a dossier. */
export function StudyMenu({ studies, patient }: { studies: readonly SentStudy[]; patient: string }) {
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
      </Menu>
      {isSending ? <SendDialog studies={studies} onClose={() => setSending(false)} /> : null}
    </>
  );
}

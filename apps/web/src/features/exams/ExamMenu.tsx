import type { StudySummary } from '@liaison/imaging/contract';
import { Archive } from 'lucide-react';
import { useState } from 'react';

import { useSession } from '../../app/session.tsx';
import { MenuItem, MenuSeparator } from '../../ui/Menu.tsx';
import { StudyMenu } from '../transfers/StudyMenu.tsx';
import { ArchiveDialog } from './ArchiveDialog.tsx';
import { useRetrievalActs } from './use-retrieval-acts.ts';

/** All that can be done with the images of an exam, wherever it is shown: send, download, bring, say that they are archived. */
export function ExamMenu({ study, patient }: { study: StudySummary; patient: string }) {
  const { context } = useSession();
  const [isArchiving, setArchiving] = useState(false);
  const retrieval = useRetrievalActs(study);
  const isOurs = study.structureId === context.structureId;
  return (
    <>
      <StudyMenu studies={[study]} patient={patient}>
        {retrieval.length > 0 ? <MenuSeparator /> : null}
        {retrieval.map(({ verb, icon: Icon, run }) => (
          <MenuItem key={verb} icon={<Icon aria-hidden />} onAction={run}>
            {verb}
          </MenuItem>
        ))}
        {isOurs ? <MenuSeparator /> : null}
        {isOurs ? (
          <MenuItem
            icon={<Archive aria-hidden />}
            isDisabled={whyNotArchived(study) !== null}
            detail={whyNotArchived(study)}
            onAction={() => setArchiving(true)}
          >
            Archivage confirmé…
          </MenuItem>
        ) : null}
      </StudyMenu>
      {isArchiving ? <ArchiveDialog study={study} onClose={() => setArchiving(false)} /> : null}
    </>
  );
}

function whyNotArchived({ arrival, imageCount }: StudySummary): string | null {
  if (arrival === 'purged') return 'Les images ont été supprimées';
  if (imageCount === 0) return 'Aucune image n’est encore arrivée';
  return arrival === 'idle' ? null : 'Les images arrivent encore';
}

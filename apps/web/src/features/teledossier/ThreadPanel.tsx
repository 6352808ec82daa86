import type { DossierView } from '@liaison/teledossier/contract';
import {
  CircleCheck,
  CircleHelp,
  CircleX,
  CloudDownload,
  Eye,
  Forward,
  Lock,
  LockOpen,
  MessageSquarePlus,
  Send,
  SendHorizontal,
  Undo2,
  UserCheck,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { Timeline } from '../../ui/Section.tsx';
import { Status } from '../../ui/Status.tsx';
import { actNamed } from './acts.ts';
import { ComplementComposer, QuestionComposer } from './Composers.tsx';
import type { ThreadEntry } from './thread.ts';

const icons: Record<ThreadEntry['kind'], LucideIcon> = {
  sent: SendHorizontal,
  opened: Eye,
  taken: UserCheck,
  released: Undo2,
  information: CircleHelp,
  complement: MessageSquarePlus,
  answered: CircleCheck,
  refused: CircleX,
  addressing: Forward,
  closed: Lock,
  reopened: LockOpen,
  retrieval: CloudDownload,
  sending: Send,
};

type ThreadPanelProps = { view: DossierView; entries: readonly ThreadEntry[]; onChanged: () => void };

/** What happened and what was written, the latest last, where one writes the next. */
export function ThreadPanel({ view, entries, onChanged }: ThreadPanelProps) {
  const complement = actNamed(view.acts, 'complement');
  const question = view.acts.find((act) => act.name === 'ask-information' && act.allowed);
  return (
    <div className="td-panel">
      <Timeline
        label="Fil du télédossier"
        entries={entries.map((entry) => ({
          id: entry.id,
          at: entry.at,
          icon: icons[entry.kind],
          isNew: entry.isNew,
          content: <EntryText entry={entry} />,
        }))}
      />
      {complement?.allowed ? <ComplementComposer view={view} onSent={onChanged} /> : null}
      {question?.addresseeId ? (
        <QuestionComposer dossierId={view.id} addresseeId={question.addresseeId} onSent={onChanged} />
      ) : null}
    </div>
  );
}

function EntryText({ entry }: { entry: ThreadEntry }) {
  if (entry.writer === null) return entry.text;
  return (
    <>
      <strong>{entry.writer}</strong>
      <p className="td-written">{entry.text}</p>
      {entry.isAwaited ? (
        <Status tone="warning" icon={CircleHelp}>
          en attente d’une réponse
        </Status>
      ) : null}
    </>
  );
}

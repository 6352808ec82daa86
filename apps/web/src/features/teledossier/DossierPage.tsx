import type { FormDefinition } from '@liaison/forms/contract';
import { FileQuestion, Images, MessageSquare, Reply } from 'lucide-react';
import { useId, useState } from 'react';
import type { CSSProperties } from 'react';
import { Navigate, useLocation, useNavigate, useParams } from 'react-router';
import { usePageTitle } from '../../app/Page.tsx';
import { useSession } from '../../app/session.tsx';
import { IdentityBand } from '../../ui/IdentityBand.tsx';
import { Count, Status } from '../../ui/Status.tsx';
import { AnswerPanel } from './AnswerPanel.tsx';
import { MainAct, OtherActs } from './DossierActs.tsx';
import { DossierGate } from './DossierGate.tsx';
import { readAnswers } from './draft.ts';
import { lastSeenWell } from './last-seen-well.ts';
import { PaneTabs } from './PaneTabs.tsx';
import type { PaneTab } from './PaneTabs.tsx';
import { RequestPanel } from './RequestPanel.tsx';
import { SplitDivider, useSplit } from './SplitDivider.tsx';
import { StrokeClockMark } from './StrokeClockMark.tsx';
import { StudiesPane } from './StudiesPane.tsx';
import './teledossier.css';
import { buildThread } from './thread.ts';
import { ThreadPanel } from './ThreadPanel.tsx';
import { useActs } from './use-acts.tsx';
import type { Acts } from './use-acts.tsx';
import { useDossier } from './use-dossier.ts';
import type { OpenDossier } from './use-dossier.ts';
import { useMedia } from './use-media.ts';
import { identityTrustOf, isOver, statusMarks } from './words.ts';

export type Pane = 'demande' | 'images' | 'fil' | 'reponse';

/** A télédossier: images beside the request, the thread and the answer; one pane at a time on a phone. */
export function DossierPage() {
  const { dossierId = '' } = useParams();
  const [changeCount, setChangeCount] = useState(0);
  const dossier = useDossier(dossierId, () => setChangeCount((before) => before + 1));
  return (
    <DossierGate dossier={dossier}>
      {(open, definition) =>
        open.view.status === 'brouillon' ? (
          <Navigate to={`/teledossiers/${dossierId}/demande`} replace />
        ) : (
          <DossierScreen
            key={dossierId}
            open={open}
            definition={definition}
            changeCount={changeCount}
            onChanged={() => void dossier.refresh()}
          />
        )
      }
    </DossierGate>
  );
}

type ScreenProps = {
  open: OpenDossier;
  definition: FormDefinition;
  changeCount: number;
  onChanged: () => void;
};

function DossierScreen({ open: { view, newSince }, definition, changeCount, onChanged }: ScreenProps) {
  usePageTitle(`${view.title} ${view.number}`);
  const { user } = useSession();
  const isWide = useMedia('(width >= 64rem) and (height >= 34rem)');
  const [pane, show] = usePane(view.givenAnswers.length > 0 ? 'reponse' : 'demande');
  const [split, setSplit] = useSplit();
  const idPrefix = useId();
  const acts = useActs(view, onChanged, {
    show: (next) => {
      show(next);
      focusPanel(`${idPrefix}-panel-${next}`);
    },
    // Who takes a request is about to answer it; on a phone he may still be looking at the images.
    onTaken: () => (pane === 'images' ? undefined : show('reponse')),
  });
  const thread = buildThread(view, newSince, user);
  const side = isWide && pane === 'images' ? 'demande' : pane;
  const isImagesShown = isWide || pane === 'images';
  const [wereImagesShown, setImagesShown] = useState(isImagesShown);
  if (isImagesShown && !wereImagesShown) setImagesShown(true);

  const tabs = paneTabs(isWide, {
    entries: thread.filter((entry) => entry.isNew).length,
    answers: useUnread(view.givenAnswers.length, side === 'reponse'),
  });
  const tabList = (
    <PaneTabs label="Parties du télédossier" idPrefix={idPrefix} tabs={tabs} value={side} onChange={show} />
  );
  const columns: CSSProperties & { '--td-split': string } = { '--td-split': `${split}%` };

  return (
    <div className="td-dossier" data-wide={isWide} data-pane={side}>
      <DossierBand view={view} definition={definition} acts={acts} pane={side} isWide={isWide} />
      <div className="td-work" style={columns}>
        <section
          className="td-images-pane"
          id={`${idPrefix}-panel-images`}
          aria-label="Images"
          hidden={!isImagesShown}
          {...(isWide ? {} : { role: 'tabpanel' })}
        >
          {wereImagesShown ? <StudiesPane studies={view.studies} changeCount={changeCount} /> : null}
        </section>
        {isWide ? <SplitDivider percent={split} onMove={setSplit} /> : null}
        <div className="td-side" hidden={side === 'images'}>
          {isWide ? tabList : null}
          <div
            className="td-side-panel"
            role="tabpanel"
            tabIndex={0}
            id={`${idPrefix}-panel-${side}`}
            aria-labelledby={`${idPrefix}-tab-${side}`}
          >
            {side === 'demande' ? <RequestPanel view={view} definition={definition} acts={acts} /> : null}
            {side === 'fil' ? <ThreadPanel view={view} entries={thread} onChanged={onChanged} /> : null}
            {side === 'reponse' ? <AnswerPanel view={view} onChanged={onChanged} /> : null}
          </div>
        </div>
      </div>
      {isWide ? null : (
        <div className="td-thumb">
          <MainAct view={view} acts={acts} pane={side} size="large" />
          {tabList}
        </div>
      )}
      {acts.dialog}
    </div>
  );
}

type BandProps = Pick<ScreenProps, 'definition'> & {
  view: OpenDossier['view'];
  acts: Acts;
  pane: Pane;
  isWide: boolean;
};

/** Who, what, where it stands, and what the reader can do: in view all along. */
function DossierBand({ view, definition, acts, pane, isWide }: BandProps) {
  const mark = statusMarks[view.status];
  return (
    <>
      <div className="td-dossier-head">
        <h1>
          {view.title} <span className="td-number">{view.number}</span>
        </h1>
        <Status tone={mark.tone} icon={mark.icon}>
          {mark.word}
        </Status>
        <span className="td-dossier-acts">
          <OtherActs view={view} acts={acts} />
          {isWide ? <MainAct view={view} acts={acts} pane={pane} /> : null}
        </span>
      </div>
      <div className="td-band">
        <IdentityBand
          displayName={view.patientLine.displayName}
          sex={view.patientLine.sex}
          birthDate={view.patientLine.birthDate}
          ipp={view.patient.ipp}
          identityTrust={identityTrustOf(view.patient)}
          alerts={view.identityDifferences.length > 0 ? ['Identité différente des images'] : []}
          aside={
            isOver(view.status) ? null : (
              <StrokeClockMark lastSeenWellAt={lastSeenWell(definition, readAnswers(view.answers))} />
            )
          }
        />
      </div>
    </>
  );
}

/** Of the answers, those that came while their pane was not shown. */
function useUnread(count: number, isShown: boolean): number {
  const [readCount, setReadCount] = useState(count);
  if (isShown && readCount !== count) setReadCount(count);
  return isShown ? 0 : Math.max(0, count - readCount);
}

type News = { entries: number; answers: number };

function paneTabs(isWide: boolean, news: News): PaneTab<Pane>[] {
  const tabs: PaneTab<Pane>[] = [
    { value: 'demande', label: 'Demande', icon: <FileQuestion aria-hidden /> },
    { value: 'images', label: 'Images', icon: <Images aria-hidden /> },
    {
      value: 'fil',
      label: 'Fil',
      icon: <MessageSquare aria-hidden />,
      mark: <Count value={news.entries} noun={news.entries > 1 ? 'nouveautés' : 'nouveauté'} tone="accent" />,
    },
    {
      value: 'reponse',
      label: 'Réponse',
      icon: <Reply aria-hidden />,
      mark: (
        <Count
          value={news.answers}
          noun={news.answers > 1 ? 'nouvelles réponses' : 'nouvelle réponse'}
          tone="accent"
        />
      ),
    },
  ];
  return isWide ? tabs.filter((tab) => tab.value !== 'images') : tabs;
}

const panes: readonly Pane[] = ['demande', 'images', 'fil', 'reponse'];

/** The pane shown is part of the address (`#fil`): a notification leads to it, and Back comes back to it. */
function usePane(first: Pane): [Pane, (pane: Pane) => void] {
  const { hash, pathname } = useLocation();
  const navigate = useNavigate();
  const [initial] = useState(first);
  const named = panes.find((pane) => `#${pane}` === hash);
  return [named ?? initial, (pane) => void navigate(`${pathname}#${pane}`, { replace: true })];
}

/** Once the pane is drawn, the keyboard is where one writes. */
function focusPanel(id: string): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => document.getElementById(id)?.querySelector<HTMLElement>('textarea')?.focus()),
  );
}

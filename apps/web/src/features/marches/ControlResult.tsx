import { useMemo, useState } from 'react';
import { Banner } from '../../ui/Banner.tsx';
import { formatNumber, nbsp, typographic } from '../../ui/french.ts';
import { CertifyAct } from './CertifyAct.tsx';
import type { Work } from './control-state.ts';
import { DownloadMenu, ModelButton } from './DownloadMenu.tsx';
import { EditsBar } from './EditsBar.tsx';
import { listFindings, nextFinding, type ListedFinding } from './finding-groups.ts';
import { FindingList } from './FindingList.tsx';
import { PartPane } from './PartPane.tsx';
import type { Control } from './use-control.ts';
import { countsText, messageName, verdicts } from './words.ts';

type Given = { work: Work; control: Control };

/** The verdict and what can be done with the message; then each finding, and the part of the message that it is about. */
export function ControlResult({ work, control }: Given) {
  const { reply } = work;
  const { tone, title, text } = verdicts[reply.verdict];
  return (
    <section className="control-result" aria-label="Résultat du contrôle">
      <Banner tone={tone} title={title} isAnnounced>
        {typographic(text)}
      </Banner>
      <Facts work={work} />
      <div className="control-acts">
        <CertifyAct work={work} isBusy={control.stage.kind !== 'idle'} />
        <ModelButton work={work} />
        <DownloadMenu work={work} />
      </div>
      <EditsBar work={work} control={control} />
      {reply.findings.length > 0 ? (
        <Workbench key={work.original.name} work={work} control={control} />
      ) : null}
    </section>
  );
}

function Facts({ work: { original, opened, reply } }: { work: Work }) {
  const facts = [
    ['Fichier', original.name],
    ['Message', messageName(reply.messageType ?? opened.type ?? undefined)],
    ['Constats', countsText(reply)],
    ['Règles', `version${nbsp}${reply.ruleSet.version}`],
  ] as const;
  return (
    <dl className="control-facts">
      {facts.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The list, and beside it what is looked at; on a narrow screen one or the other. */
function Workbench({ work, control }: Given) {
  const listed = useMemo(() => listFindings(work.reply), [work.reply]);
  const [before, setBefore] = useState(listed);
  const [chosen, setChosen] = useState<string | null>(null);
  if (before !== listed) {
    // A new report: where the finding looked at is gone, the next one takes its place.
    setBefore(listed);
    if (chosen !== null) setChosen(nextFinding(before, listed, chosen)?.key ?? null);
  }
  const open = listed.find(({ key }) => key === chosen) ?? null;
  const step = (by: 1 | -1) =>
    setChosen(listed[listed.findIndex(({ key }) => key === chosen) + by]?.key ?? chosen);
  const { total, listed: told } = work.reply.counts;
  return (
    <div className="control-bench" data-open={open ? '' : undefined}>
      <div className="control-bench-list">
        <FindingList listed={listed} titles={work.reply.titles} chosen={chosen} onChosen={setChosen} />
        {total > told ? (
          <p className="quiet">{`${formatNumber(total - told)} autres constats ne sont pas détaillés.`}</p>
        ) : null}
      </div>
      <Aside
        work={work}
        control={control}
        listed={listed}
        open={open}
        onStep={step}
        onClose={() => setChosen(null)}
      />
    </div>
  );
}

type AsideProps = Given & {
  listed: readonly ListedFinding[];
  open: ListedFinding | null;
  onStep: (by: 1 | -1) => void;
  onClose: () => void;
};

function Aside({ work, control, listed, open, onStep, onClose }: AsideProps) {
  if (!open)
    return (
      <p className="control-bench-hint quiet">
        Choisissez un constat{nbsp}: la ligne du message s’ouvre ici, et sa valeur se corrige sur place.
      </p>
    );
  const rank = listed.indexOf(open) + 1;
  return (
    <PartPane
      key={open.key}
      work={work}
      control={control}
      listed={listed}
      open={open}
      position={{ rank, of: listed.length }}
      onStep={onStep}
      onClose={onClose}
    />
  );
}

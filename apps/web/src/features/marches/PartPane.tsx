import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button, IconButton } from '../../ui/Button.tsx';
import { formatNumber, nbsp, plural } from '../../ui/french.ts';
import { SkeletonRows } from '../../ui/Progress.tsx';
import { DefinitionList, Disclosure } from '../../ui/Section.tsx';
import { Status } from '../../ui/Status.tsx';
import type { ShownFinding } from '@liaison/marches/contract';
import type { Work } from './control-state.ts';
import type { FieldView, LineView } from './draft/line-view.ts';
import type { ListedFinding } from './finding-groups.ts';
import { PartField } from './PartField.tsx';
import type { Control } from './use-control.ts';
import { capital, layerNames, placeText, severityLooks, severityNames } from './words.ts';

type PaneProps = {
  work: Work;
  control: Control;
  listed: readonly ListedFinding[];
  open: ListedFinding;
  position: { rank: number; of: number };
  onStep: (by: 1 | -1) => void;
  onClose: () => void;
};

/** The line of the message that a finding is about: its fields by their names, what is wrong, and how to put it right. */
export function PartPane({ work, control, listed, open, position, onStep, onClose }: PaneProps) {
  const { finding } = open;
  const heading = useFocusAtFirst();
  return (
    <section className="part" aria-label="Ligne du message">
      <div className="part-bar">
        <span className="part-back">
          <Button size="small" icon={<ArrowLeft aria-hidden />} onPress={onClose}>
            Constats
          </Button>
        </span>
        <span className="quiet small tabular">{`${formatNumber(position.rank)} sur ${formatNumber(position.of)}`}</span>
        <IconButton
          label="Constat précédent"
          icon={<ChevronUp aria-hidden />}
          isDisabled={position.rank === 1}
          onPress={() => onStep(-1)}
        />
        <IconButton
          label="Constat suivant"
          icon={<ChevronDown aria-hidden />}
          isDisabled={position.rank === position.of}
          onPress={() => onStep(1)}
        />
        <span className="part-close">
          <IconButton label="Fermer la ligne" icon={<X aria-hidden />} onPress={onClose} />
        </span>
      </div>
      <h2 ref={heading} tabIndex={-1} className="part-title">
        {placeText(finding)}
      </h2>
      <FindingText finding={finding} />
      <Part work={work} control={control} listed={listed} open={open} />
      <TechnicalPlace finding={finding} />
    </section>
  );
}

/** The keyboard and the screen reader go to the finding that has just been opened. */
function useFocusAtFirst() {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.closest('.part')?.scrollIntoView({ block: 'nearest' });
  }, []);
  return heading;
}

function FindingText({ finding: { severity, message, suggestion } }: { finding: ShownFinding }) {
  const { tone, icon } = severityLooks[severity];
  return (
    <div className="part-finding" data-tone={tone}>
      <Status tone={tone} icon={icon}>
        {capital(severityNames[severity].one)}
      </Status>
      <p className="part-message">{message.fr}</p>
      {suggestion ? <p>{suggestion}</p> : null}
    </div>
  );
}

type PartProps = Pick<PaneProps, 'work' | 'control' | 'listed' | 'open'>;

function Part({ work, control, listed, open: { finding } }: PartProps) {
  const { lot, ligne } = finding.location;
  const near = listed.filter(({ finding: { location } }) => location.lot === lot && location.ligne === ligne);
  const marked = near.flatMap(({ finding: { path, expected } }) => (path ? [{ path, expected }] : []));
  const sought = { path: finding.path, lot, line: ligne };
  const part = useQuery({
    queryKey: ['mio-part', work.original.name, work.revision, work.reply.reportId, sought, marked.length],
    queryFn: () => control.draft().ask('show', { sought, marked }),
    gcTime: 0,
    staleTime: Infinity,
  });
  if (part.isPending) return <SkeletonRows count={6} />;
  if (!part.data)
    return (
      <p className="quiet">
        Le fichier n’a pas pu être lu jusque-là{nbsp}: corrigez-le dans le logiciel qui l’a produit, puis
        contrôlez-le de nouveau.
      </p>
    );
  return <PartFields view={part.data.view} near={near} open={finding} control={control} work={work} />;
}

type FieldsProps = {
  view: LineView;
  near: readonly ListedFinding[];
  open: ShownFinding;
  control: Control;
  work: Work;
};

/** What is to be put right comes first; the rest of the line is there to judge by. */
function PartFields({ view, near, open, control, work }: FieldsProps) {
  const place = placeText({ ...open, location: { ...open.location, champ: undefined, excel: undefined } });
  const openKey = open.path?.join('/');
  const show = (field: FieldView) => {
    const key = field.path.join('/');
    const findings = near.filter(({ finding }) => finding.path?.join('/') === key);
    return (
      <PartField
        key={`${key} ${work.revision}`}
        field={field}
        findings={findings.map(({ finding }) => finding)}
        isOpen={key === openKey}
        isBusy={control.stage.kind !== 'idle'}
        onCorrect={(typed) => control.correct(field.path, typed, `${place} · ${field.label}`)}
      />
    );
  };
  const isOpen = ({ path }: FieldView) => path.join('/') === openKey;
  const first = view.groups.flatMap(({ fields }) => fields.filter(isOpen));
  const rest = view.groups.map((group) => ({
    ...group,
    fields: group.fields.filter((each) => !isOpen(each)),
  }));
  return (
    <>
      {first.length > 0 ? <dl>{first.map(show)}</dl> : null}
      {view.name ? <p className="part-name">{view.name}</p> : null}
      {rest
        .filter(({ fields }) => fields.length > 0)
        .map(({ label, fields }) => (
          <section key={`${label} ${fields[0]?.path.join('/')}`} className="part-group" aria-label={label}>
            <h3>{label}</h3>
            <dl>{fields.map(show)}</dl>
          </section>
        ))}
      {view.hidden > 0 ? (
        <p className="quiet small">{`${plural(view.hidden, 'autre champ', 'autres champs')} dans le fichier.`}</p>
      ) : null}
    </>
  );
}

/** For who looks into the file itself, or asks for help. */
function TechnicalPlace({ finding: { code, layer, location, value, expected } }: { finding: ShownFinding }) {
  const items = [
    { term: 'Règle', value: code },
    { term: 'Étape', value: layerNames[layer] ?? layer },
    { term: 'Valeur lue', value },
    { term: 'Valeur attendue', value: expected },
    { term: 'Cellule', value: location.excel },
    {
      term: 'Ligne du fichier',
      value: location.line === undefined ? undefined : formatNumber(location.line),
    },
    { term: 'Chemin XML', value: location.xpath ? <code>{location.xpath}</code> : undefined },
  ];
  return (
    <Disclosure title="Repères techniques" summary={code}>
      <DefinitionList items={items.filter((item) => item.value !== undefined)} />
    </Disclosure>
  );
}

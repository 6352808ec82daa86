import type { StudySummary } from '@liaison/imaging/contract';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { formatAge, formatBytes, formatDate, formatPersonName, formatSex, plural } from '../../ui/french.ts';
import { Disclosure } from '../../ui/Section.tsx';
import { Status } from '../../ui/Status.tsx';
import { CircleCheck } from 'lucide-react';
import { describeModalities } from '../exams/exams-filter.ts';
import { imports } from './import-store.ts';
import { shownText } from './reading/shown-text.ts';
import type { FoundPatient, FoundSeries, FoundStudy, Tree } from './reading/tree.ts';

type Chosen = {
  excluded: ReadonlySet<string>;
  known: readonly StudySummary[];
  /** While reading goes on nothing can be chosen yet. */
  isReading?: boolean;
};

/** Patients, their studies and series, each with what it weighs; every level can be left out. */
export function FoundTree({ tree, ...chosen }: { tree: Tree } & Chosen) {
  return (
    <ul className="import-tree">
      {tree.map((patient) => (
        <Patient key={patient.key} patient={patient} {...chosen} />
      ))}
    </ul>
  );
}

/** As a medium writes it: a name cannot change the direction of what stands beside it. */
function Isolated({ children }: { children: string }) {
  return <bdi>{shownText(children)}</bdi>;
}

export function patientName(patient: Pick<FoundPatient, 'familyName' | 'givenNames'>): string {
  return shownText(formatPersonName(patient.familyName, patient.givenNames)) || 'Patient sans nom';
}

function Patient({ patient, ...chosen }: { patient: FoundPatient } & Chosen) {
  const { birthDate, sex, patientId } = patient;
  return (
    <li className="import-patient">
      <h2>
        <bdi>{patientName(patient)}</bdi>
        <span className="import-traits">
          {formatSex(sex)}
          {birthDate ? ` · ${formatDate(birthDate)} (${formatAge(birthDate)})` : ' · naissance non précisée'}
          {patientId ? (
            <>
              {' · '}
              <span className="mono">
                <Isolated>{patientId}</Isolated>
              </span>
            </>
          ) : null}
        </span>
      </h2>
      <ul>
        {patient.studies.map((study) => (
          <Study key={study.key} study={study} owner={patientName(patient)} {...chosen} />
        ))}
      </ul>
    </li>
  );
}

function Study({ study, owner, excluded, known, isReading }: { study: FoundStudy; owner: string } & Chosen) {
  const keys = study.series.map(({ key }) => key);
  const chosen = study.series.filter(({ key }) => !excluded.has(key));
  const images = study.series.reduce((sum, { imageCount }) => sum + imageCount, 0);
  const bytes = study.series.reduce((sum, one) => sum + one.bytes, 0);
  const present = known.find(({ StudyInstanceUID }) => StudyInstanceUID === study.StudyInstanceUID);
  const modalities = [...new Set(study.series.map(({ modality }) => modality))].filter(Boolean);
  const title = shownText(study.description) || 'Examen sans description';
  return (
    <li className="import-study">
      <div className="import-study-head">
        <Checkbox
          isSelected={chosen.length > 0}
          isIndeterminate={chosen.length > 0 && chosen.length < keys.length}
          isDisabled={isReading ?? false}
          onChange={(isChosen) => imports.setChosen(keys, isChosen)}
          aria-label={`Importer l’examen ${title} de ${owner}`}
          detail={[
            shownText(describeModalities(modalities)),
            study.date ? formatDate(study.date) : 'date non précisée',
            plural(images, 'image'),
            formatBytes(bytes),
          ]
            .filter(Boolean)
            .join(' · ')}
        >
          <bdi>{title}</bdi>
        </Checkbox>
        {present ? (
          <Status tone="info" icon={CircleCheck}>
            {present.imageCount >= images
              ? 'Déjà sur la plateforme'
              : `Déjà sur la plateforme, ${plural(present.imageCount, 'image')}`}
          </Status>
        ) : null}
      </div>
      <Disclosure
        title={plural(study.series.length, 'série')}
        summary={
          chosen.length < keys.length
            ? plural(keys.length - chosen.length, 'laissée de côté', 'laissées de côté')
            : undefined
        }
      >
        <ul className="import-series">
          {study.series.map((series) => (
            <li key={series.key}>
              <Checkbox
                isSelected={!excluded.has(series.key)}
                isDisabled={isReading ?? false}
                onChange={(isChosen) => imports.setChosen([series.key], isChosen)}
                aria-label={`Importer la série ${seriesTitle(series)}`}
                detail={`${shownText(series.modality)} · ${plural(series.imageCount, 'image')} · ${formatBytes(series.bytes)}`}
              >
                <bdi>{seriesTitle(series)}</bdi>
              </Checkbox>
            </li>
          ))}
        </ul>
      </Disclosure>
    </li>
  );
}

function seriesTitle({ number, description }: FoundSeries): string {
  return [number, shownText(description) || 'Série sans description'].filter(Boolean).join(' · ');
}

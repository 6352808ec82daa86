import { reportFormats, severities, type ReportFormat, type ShownReport } from '@liaison/marches/contract';
import { CircleAlert, CircleX, Download, Info, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { tellError } from '../../app/queries.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { DataList, DataRow } from '../../ui/DataList.tsx';
import { formatNumber, nbsp, typographic } from '../../ui/french.ts';
import { FilterChips } from '../../ui/SegmentedControl.tsx';
import { Status, type Tone } from '../../ui/Status.tsx';
import { notify } from '../../ui/Toast.tsx';
import { fetchReport, type Asked } from './control-file.ts';
import { countsText, messageName, placeText, severityNames, verdicts } from './words.ts';

type Given = { report: ShownReport; asked: Asked };

/** The verdict, then each finding with its place and what to do. */
export function ControlResult({ report, asked }: Given) {
  const { tone, title, text } = verdicts[report.verdict];
  return (
    <section className="control-result" aria-label="Résultat du contrôle">
      <Banner tone={tone} title={title} isAnnounced>
        {typographic(text)}
      </Banner>
      <dl className="control-facts">
        <div>
          <dt>Fichier</dt>
          <dd>{asked.message.name}</dd>
        </div>
        <div>
          <dt>Message</dt>
          <dd>{messageName(report.messageType)}</dd>
        </div>
        <div>
          <dt>Constats</dt>
          <dd>{countsText(report)}</dd>
        </div>
        <div>
          <dt>Règles</dt>
          <dd>{`version${nbsp}${report.ruleSet.version}`}</dd>
        </div>
      </dl>
      <Downloads asked={asked} />
      {report.findings.length > 0 ? <Findings report={report} /> : null}
    </section>
  );
}

const looks = {
  BLOQUANT: { tone: 'urgent', icon: CircleX },
  ERREUR: { tone: 'urgent', icon: CircleAlert },
  AVERTISSEMENT: { tone: 'warning', icon: TriangleAlert },
  INFO: { tone: 'info', icon: Info },
} as const satisfies Record<(typeof severities)[number], { tone: Tone; icon: typeof Info }>;

/** Rows drawn at once: a report lists up to a thousand. */
const pageLength = 100;

function Findings({ report: { findings, counts } }: { report: ShownReport }) {
  const present = severities.filter((severity) => counts.bySeverity[severity] > 0);
  const [filter, setFilter] = useState<'all' | (typeof severities)[number]>('all');
  const [shown, setShown] = useState(pageLength);
  const kept = findings.filter(({ severity }) => filter === 'all' || severity === filter);
  const choices = [
    { value: 'all' as const, label: 'Tous', count: counts.total },
    ...present.map((severity) => ({
      value: severity,
      label: capital(severityNames[severity].several),
      count: counts.bySeverity[severity],
    })),
  ];
  return (
    <>
      {present.length > 1 ? (
        <FilterChips label="Gravité" choices={choices} value={filter} onChange={setFilter} />
      ) : null}
      <DataList label="Constats">
        {kept.slice(0, shown).map((finding, index) => {
          const { tone, icon } = looks[finding.severity];
          return (
            <DataRow
              key={`${finding.code} ${finding.location.xpath ?? ''} ${index}`}
              title={finding.message.fr}
              detail={
                <>
                  <span className="control-place">
                    <Status tone={tone} icon={icon}>
                      {capital(severityNames[finding.severity].one)}
                    </Status>
                    <strong>{placeText(finding)}</strong>
                    <span>{finding.code}</span>
                  </span>
                  {finding.suggestion ? <span className="control-hint">{finding.suggestion}</span> : null}
                </>
              }
            />
          );
        })}
      </DataList>
      {kept.length > shown ? (
        <Button onPress={() => setShown(shown + pageLength)}>
          {`Voir la suite (${formatNumber(kept.length - shown)})`}
        </Button>
      ) : null}
      {counts.total > counts.listed ? (
        <p className="quiet">{`${formatNumber(counts.total - counts.listed)} autres constats ne sont pas détaillés.`}</p>
      ) : null}
    </>
  );
}

const downloadNames: Readonly<Partial<Record<ReportFormat, { label: string; extension: string }>>> = {
  html: { label: 'Page à imprimer', extension: 'html' },
  xlsx: { label: 'Classeur Excel', extension: 'xlsx' },
  m40: { label: 'Message M40', extension: 'xml' },
};

function Downloads({ asked }: { asked: Asked }) {
  const [waiting, setWaiting] = useState<ReportFormat | null>(null);
  const download = async (format: ReportFormat, extension: string) => {
    setWaiting(format);
    try {
      save(
        await fetchReport(asked, format),
        `controle-${asked.message.name.replace(/\.\w+$/, '')}.${extension}`,
      );
    } catch (error) {
      notify({ tone: 'urgent', title: 'Le rapport n’a pas été téléchargé', detail: tellError(error).title });
    } finally {
      setWaiting(null);
    }
  };
  return (
    <div className="control-downloads">
      {reportFormats.map((format) => {
        const named = downloadNames[format];
        return named ? (
          <Button
            key={format}
            size="small"
            icon={<Download aria-hidden />}
            isPending={waiting === format}
            onPress={() => void download(format, named.extension)}
          >
            {named.label}
          </Button>
        ) : null;
      })}
    </div>
  );
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

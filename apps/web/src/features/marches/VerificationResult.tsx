import type { ShownVerification, VerificationVerdict } from '@liaison/marches/contract';
import {
  CalendarX,
  CircleCheck,
  CircleAlert,
  FileWarning,
  FileX,
  History,
  type LucideIcon,
  ShieldAlert,
  ShieldOff,
  ShieldQuestion,
  ShieldX,
  TriangleAlert,
} from 'lucide-react';
import { useNavigate } from 'react-router';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatDateTime, nbsp, plural, typographic } from '../../ui/french.ts';
import { DefinitionList, Disclosure, Section } from '../../ui/Section.tsx';
import { Status, type Tone } from '../../ui/Status.tsx';
import { handFile } from './handed-file.ts';
import { countsText, messageName, verdicts } from './words.ts';

const looks: Readonly<Record<VerificationVerdict, { tone: Tone; icon: LucideIcon }>> = {
  INTACT: { tone: 'success', icon: CircleCheck },
  MISE_EN_FORME_MODIFIEE: { tone: 'success', icon: FileWarning },
  REGLES_PERIMEES: { tone: 'warning', icon: History },
  SANS_CERTIFICAT: { tone: 'warning', icon: ShieldOff },
  CERTIFICAT_INCONNU: { tone: 'warning', icon: ShieldQuestion },
  CERTIFICAT_EXPIRE: { tone: 'urgent', icon: CalendarX },
  CERTIFICAT_REVOQUE: { tone: 'urgent', icon: ShieldX },
  SIGNATURE_INVALIDE: { tone: 'urgent', icon: ShieldAlert },
  ALTERE: { tone: 'urgent', icon: ShieldX },
  ILLISIBLE: { tone: 'urgent', icon: FileX },
};

/** What was certified is what is there: what the certificate says may be believed. */
const believed: ReadonlySet<VerificationVerdict> = new Set([
  'INTACT',
  'MISE_EN_FORME_MODIFIEE',
  'REGLES_PERIMEES',
]);

type Given = { verification: ShownVerification; file: File };

/** The verdict, what changed, who answers for it, and what a control says of the message today. */
export function VerificationResult({ verification, file }: Given) {
  const { tone, icon: Icon } = looks[verification.verdict];
  return (
    <section className="verify-page" aria-label="Résultat de la vérification">
      <div className="verdict" data-tone={tone} role={tone === 'urgent' ? 'alert' : 'status'}>
        <Icon aria-hidden />
        <div className="verdict-text">
          <h2>{verification.title}</h2>
          <p>{typographic(verification.text)}</p>
          <p className="small quiet">{file.name}</p>
        </div>
      </div>
      <Warnings verification={verification} />
      <Changes verification={verification} />
      <Certificate verification={verification} />
      <Recontrol verification={verification} file={file} />
    </section>
  );
}

function Warnings({ verification }: { verification: ShownVerification }) {
  if (!verification.isRevocationListStale) return null;
  return (
    <Banner tone="warning" title="Liste des révocations périmée">
      Une révocation récente du contrôleur peut être ignorée. L’administrateur remplace la liste du dossier
      des autorités.
    </Banner>
  );
}

function Changes({ verification: { verdict, changes, changeCount } }: { verification: ShownVerification }) {
  if (changes.length === 0) return null;
  const title = believed.has(verdict) ? 'Ce qui a été réécrit' : 'Ce qui a changé depuis le certificat';
  return (
    <Section title={title}>
      <ul className="verify-changes">
        {changes.map((change) => (
          <li key={change}>{typographic(change)}</li>
        ))}
      </ul>
      {changeCount > changes.length ? (
        <p className="quiet">{`${plural(changeCount - changes.length, 'autre changement', 'autres changements')}.`}</p>
      ) : null}
    </Section>
  );
}

function Certificate({ verification }: { verification: ShownVerification }) {
  const { certificate, verdict, controlTime } = verification;
  if (!certificate) return null;
  const isBelieved = believed.has(verdict);
  const { organisation, licence, controller, ruleSet, nomenclatures, message } = certificate;
  return (
    <Section title={isBelieved ? 'Contrôlé et certifié' : 'Ce que dit le certificat'}>
      {isBelieved ? null : (
        <p className="quiet">Rien de ce qui suit n’est garanti{nbsp}: le certificat ne tient pas.</p>
      )}
      <DefinitionList
        items={[
          { term: 'Par', value: organisation.name },
          { term: 'SIRET', value: organisation.siret },
          { term: 'Licence', value: licence },
          { term: 'Le', value: timeText(certificate.controlledAt, controlTime) },
          { term: 'Message', value: messageName(message.type) },
          { term: 'Résultat', value: verdicts[certificate.verdict].title },
          { term: 'Avec', value: `${controller.product} ${controller.version}` },
          { term: 'Règles', value: `version${nbsp}${ruleSet.version}` },
        ]}
      />
      <Disclosure title="Nomenclatures du contrôle" summary={plural(nomenclatures.length, 'liste')}>
        {nomenclatures.length === 0 ? (
          <p className="quiet">Aucune liste n’a servi à ce contrôle.</p>
        ) : (
          <DefinitionList
            items={nomenclatures.map(({ id, version }) => ({ term: id, value: `version${nbsp}${version}` }))}
          />
        )}
      </Disclosure>
    </Section>
  );
}

function timeText(declared: string, time: ShownVerification['controlTime']) {
  if (time?.source === 'prouve')
    return `${formatDateTime(time.at)}, prouvé par ${time.authority ?? 'une autorité d’horodatage'}`;
  return `${formatDateTime(declared)}, selon le contrôleur (sans horodatage)`;
}

const recontrolIcons = { OK: CircleCheck, OK_AVEC_RESERVES: TriangleAlert, KO: CircleAlert } as const;

function Recontrol({ verification: { report }, file }: Given) {
  const navigate = useNavigate();
  const { tone, title } = verdicts[report.verdict];
  return (
    <Section
      title="Contrôlé de nouveau aujourd’hui, ici"
      aside={
        <Button
          size="small"
          onPress={() => {
            handFile(file);
            void navigate('/marches/controle');
          }}
        >
          Ouvrir dans le contrôleur
        </Button>
      }
    >
      <Status tone={tone} icon={recontrolIcons[report.verdict]}>
        {title}
      </Status>
      <DefinitionList
        items={[
          { term: 'Constats', value: countsText(report) },
          { term: 'Règles', value: `version${nbsp}${report.ruleSet.version}` },
        ]}
      />
    </Section>
  );
}

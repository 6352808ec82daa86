import { BadgeCheck, CircleHelp, ScanLine, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

import { formatAge, formatDate, formatSex } from './french.ts';
import './IdentityBand.css';
import { Status } from './Status.tsx';

/** How sure the identity is (Référentiel national d'identitovigilance); `dicom`: copied from the images, unverified. */
export type IdentityTrust = 'qualifiee' | 'recuperee' | 'validee' | 'provisoire' | 'dicom' | 'inconnu';

const trust = {
  qualifiee: { tone: 'success', icon: BadgeCheck, word: 'INS qualifiée' },
  recuperee: { tone: 'info', icon: BadgeCheck, word: 'INS récupérée' },
  validee: { tone: 'success', icon: BadgeCheck, word: 'Identité validée' },
  provisoire: { tone: 'warning', icon: CircleHelp, word: 'Identité provisoire' },
  dicom: { tone: 'neutral', icon: ScanLine, word: 'Identité lue dans les images' },
  inconnu: { tone: 'warning', icon: CircleHelp, word: 'Patient inconnu' },
} as const;

export type IdentityBandProps = {
  /** "LEFÈVRE Élodie", or the alias of an unknown patient. */
  displayName: string;
  sex: 'M' | 'F' | 'I' | 'O' | null;
  /** `YYYY-MM-DD`. */
  birthDate: string | null;
  ipp?: string | null | undefined;
  identityTrust: IdentityTrust;
  /** What may harm: allergies, pregnancy. */
  alerts?: readonly string[];
  /** On the right: the stroke clock, the main act. */
  aside?: ReactNode;
};

/** Who this is about; stays in view all along a télédossier. */
export function IdentityBand({
  displayName,
  sex,
  birthDate,
  ipp,
  identityTrust,
  alerts = [],
  aside,
}: IdentityBandProps) {
  const mark = trust[identityTrust];
  return (
    <section className="ui-identity" aria-label="Patient">
      <span className="ui-identity-name">{displayName}</span>
      <span className="ui-identity-traits">
        <span>{formatSex(sex)}</span>
        <span>
          {birthDate
            ? `${formatDate(birthDate)} (${formatAge(birthDate)})`
            : 'date de naissance non précisée'}
        </span>
        {ipp ? (
          <span>
            <span className="quiet">IPP</span> <span className="mono">{ipp}</span>
          </span>
        ) : null}
        <Status tone={mark.tone} icon={mark.icon}>
          {mark.word}
        </Status>
        {alerts.map((alert) => (
          <Status key={alert} tone="urgent" icon={TriangleAlert} look="badge">
            {alert}
          </Status>
        ))}
      </span>
      {aside ? <div className="ui-identity-aside">{aside}</div> : null}
    </section>
  );
}

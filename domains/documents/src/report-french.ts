import type { ReportPatient, ReportTrait } from './report-content.ts';

const nbsp = '\u00a0';

/** `20/11/2026 14:02:37` in that time zone: requests and answers are told to the second (INIT-1.14). */
export function frenchInstant(iso: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('fr-FR', {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(iso));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('day')}/${of('month')}/${of('year')} ${of('hour')}:${of('minute')}:${of('second')}`;
}

/** `20/11/2026` from `2026-11-20`, with ` 14:02` when a time follows; other text as it is. */
export function frenchLocal(local: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}))?/.exec(local);
  if (!parts) return local;
  const date = `${parts[3]}/${parts[2]}/${parts[1]}`;
  return parts[4] ? `${date} ${parts[4]}:${parts[5]}` : date;
}

const authorities: Readonly<Record<string, string>> = {
  '1.2.250.1.213.1.4.8': 'NIR',
  '1.2.250.1.213.1.4.9': 'NIA',
  '1.2.250.1.213.1.4.10': 'INS de test',
  '1.2.250.1.213.1.4.11': 'INS de démonstration',
};

/** `1 85 05 78 006 084 91 (NIR), qualifiée`, and the OID without which it is no INS. */
export function insText(ins: NonNullable<ReportPatient['ins']>): string {
  const grouped = /^(\w)(\w{2})(\w{2})(\w{2})(\w{3})(\w{3})(\w{2})?$/.exec(ins.matricule);
  const matricule = grouped ? grouped.slice(1).filter(Boolean).join(nbsp) : ins.matricule;
  const authority = authorities[ins.oid];
  return `${matricule}${authority ? ` (${authority})` : ''}, identité ${ins.status}\nOID${nbsp}${ins.oid}`;
}

export const sexText = { M: 'Masculin', F: 'Féminin', I: 'Indéterminé' } as const;

const traitNames: Readonly<Record<ReportTrait, string>> = {
  birthName: 'nom',
  birthGivenNames: 'prénom(s)',
  birthDate: 'date de naissance',
  sex: 'sexe',
  ipp: 'IPP',
};

/** Which traits were copied from the images; null when none was. */
export function copiedTraits(sources: ReportPatient['sources']): string | null {
  const copied: string[] = [];
  if (sources.birthName === 'dicom') copied.push(traitNames.birthName);
  if (sources.birthGivenNames === 'dicom') copied.push(traitNames.birthGivenNames);
  if (sources.birthDate === 'dicom') copied.push(traitNames.birthDate);
  if (sources.sex === 'dicom') copied.push(traitNames.sex);
  if (sources.ipp === 'dicom') copied.push(traitNames.ipp);
  return copied.length === 0 ? null : `Repris des images${nbsp}: ${copied.join(', ')}.`;
}

/** "NOM Prénom", or what stands for an unknown patient. */
export function patientName(patient: ReportPatient): string {
  return [patient.birthName, patient.birthGivenNames].filter(Boolean).join(' ') || 'Identité inconnue';
}

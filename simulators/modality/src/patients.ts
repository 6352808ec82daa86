/** The three demonstration hospitals, by the beginning of their PACS's AE title. */
export type Hospital = 'CHA' | 'CHB' | 'CHU';

export type FictivePatient = {
  readonly familyName: string;
  readonly givenName: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly sex: 'F' | 'M';
  /** His number in each hospital. */
  readonly ipp: Readonly<Record<Hospital, string>>;
};

/** What a CT Image says of its patient (PS3.3 section C.7.1.1). */
export type PatientAttributes = {
  /** DICOM person name, `FAMILY^Given`. */
  readonly PatientName: string;
  readonly PatientID: string;
  readonly IssuerOfPatientID?: string;
  /** `YYYYMMDD`. */
  readonly PatientBirthDate: string;
  readonly PatientSex: 'F' | 'M' | 'O' | '';
};

function patient(
  familyName: string,
  givenName: string,
  birthDate: string,
  sex: 'F' | 'M',
  number: number,
): FictivePatient {
  const digits = String(number).padStart(4, '0');
  return {
    familyName,
    givenName,
    birthDate,
    sex,
    ipp: { CHA: `A99${digits}01`, CHB: `B99${digits}02`, CHU: `U990${digits}03` },
  };
}

/** Invented people: no name, date and number here belongs together in any real file. */
export const fictivePatients: readonly FictivePatient[] = [
  patient('LEFÈVRE', 'Élodie', '1957-03-14', 'F', 1042),
  patient('BEAUSSANT', 'Marcel', '1944-11-02', 'M', 1187),
  patient('CASTAGNÈDE', 'Huguette', '1939-06-27', 'F', 1203),
  patient('NOËL-VERDIER', 'François', '1966-01-19', 'M', 1356),
  patient('TRÉMOULET', 'Ginette', '1948-09-08', 'F', 1411),
  patient('OUSMANE-BRIAND', 'Aïcha', '1972-12-30', 'F', 1598),
  patient('GARANÇON', 'Bérenger', '1961-05-11', 'M', 1624),
  patient('ESTREBOIS', 'Hélène', '1953-08-03', 'F', 1735),
  patient('PIÉTREMENT', 'Anatole', '1936-02-22', 'M', 1809),
  patient('VASSEUROT', 'Josiane', '1950-10-17', 'F', 1876),
  patient('KERDRÉAN', 'Yannick', '1959-04-05', 'M', 1932),
  patient('MAZAURIC', 'Célestine', '1979-07-24', 'F', 1990),
];

/** How the scanner of a hospital names a patient. */
export function patientAttributes(patient: FictivePatient, hospital: Hospital): PatientAttributes {
  return {
    PatientName: `${patient.familyName}^${patient.givenName}`,
    PatientID: patient.ipp[hospital],
    IssuerOfPatientID: hospital,
    PatientBirthDate: patient.birthDate.replaceAll('-', ''),
    PatientSex: patient.sex,
  };
}

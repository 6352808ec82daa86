import { randomInt } from 'node:crypto';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { AssociationError } from '@liaison/dicom';

import { scenarios, type Scenario } from './anatomy/lesion.ts';
import { fictivePatients, patientAttributes, type Hospital, type PatientAttributes } from './patients.ts';
import { sendFiles, sendStudy, type Destination, type Outcome, type Progress } from './send.ts';
import { makeStudy, toFile, type StudyOptions } from './study.ts';

const help = `Simulateur de scanner\u00a0: acquiert un scanner cérébral fictif et l’envoie par DICOM (C-STORE).

Usage\u00a0: node simulators/modality/src/cli.ts --to AET@hôte:port [options]

  --to AET@hôte:port    destinataire (par défaut LIAISON@127.0.0.1:11112)
  --from AET            titre AE de l’émetteur (par défaut CHA_PACS)
  --scenario nom        ${scenarios.join(', ')}
                        (par défaut occlusion-m1-left)
  --patient n           numéro du patient fictif, de 1 à ${fictivePatients.length} (par défaut au hasard)
  --institution nom     établissement inscrit dans les images
  --rate n              images par seconde (par défaut\u00a0: aussi vite que possible)
  --seed n              graine du générateur\u00a0: même graine, mêmes images (par défaut au hasard)
  --charset nom         ISO_IR 100 (par défaut) ou ISO_IR 192
  --output dossier      écrit des fichiers DICOM au lieu d’envoyer
  --files               envoie les fichiers et dossiers DICOM cités à la suite
  --json                écrit l’avancement en lignes JSON
  --list                montre les patients fictifs
  --help                montre cette aide
`;

const options = {
  to: { type: 'string', default: 'LIAISON@127.0.0.1:11112' },
  from: { type: 'string', default: 'CHA_PACS' },
  scenario: { type: 'string', default: 'occlusion-m1-left' },
  patient: { type: 'string' },
  institution: { type: 'string' },
  rate: { type: 'string' },
  seed: { type: 'string' },
  charset: { type: 'string', default: 'ISO_IR 100' },
  output: { type: 'string' },
  files: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** A command line that cannot be followed; the message is shown as it is. */
class UsageError extends Error {}

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  if (values.help) return say(help);
  if (values.list) return say(patientList());
  const tell = values.json ? tellJson : tellTerminal;
  if (values.files) return sendGivenFiles(positionals, destination(values, tell), tell);
  const study: StudyOptions = {
    patient: choosePatient(values.patient, values.from),
    scenario: chooseScenario(values.scenario),
    seed: values.seed === undefined ? randomInt(1, 2 ** 31) : wholeNumber(values.seed, '--seed'),
    characterSet: values.charset === 'ISO_IR 192' ? 'ISO_IR 192' : 'ISO_IR 100',
    ...(values.institution === undefined ? {} : { InstitutionName: values.institution }),
  };
  tell.patient(study.patient.PatientName.replace('^', ' '));
  if (values.output !== undefined) return writeFiles(study, values.output, tell);
  tell.end(await sendStudy({ ...study, ...destination(values, tell) }));
}

/** How the course of a sending is told. */
type Teller = {
  readonly patient: (name: string) => void;
  readonly progress: (progress: Progress) => void;
  readonly end: (outcome: Outcome & { readonly StudyInstanceUID?: string }) => void;
};

const tellJson: Teller = {
  patient: (patientName) => say(`${JSON.stringify({ patientName })}\n`),
  progress: (progress) => say(`${JSON.stringify(progress)}\n`),
  end: (outcome) => {
    say(`${JSON.stringify(outcome)}\n`);
    if (outcome.refused > 0) process.exitCode = 1;
  },
};

const tellTerminal: Teller = {
  patient: (name) => say(`Patient fictif\u00a0: ${name}\n`),
  progress: ({ sent, refused, total }) => {
    if (process.stdout.isTTY) say(`\r${sent + refused}/${total} images`);
  },
  end: ({ sent, refused, StudyInstanceUID }) => {
    say(`\n${sent} images envoyées, ${refused} refusées.\n`);
    if (StudyInstanceUID) say(`StudyInstanceUID ${StudyInstanceUID}\n`);
    if (refused > 0) process.exitCode = 1;
  },
};

function readArguments(): ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>> {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch {
    throw new UsageError('Option inconnue ou incomplète.');
  }
}

function destination(values: { to: string; from: string; rate?: string }, tell: Teller): Destination {
  const found = /^(?<title>[^@]{1,16})@(?<host>.+):(?<port>\d+)$/.exec(values.to);
  const { title, host, port } = found?.groups ?? {};
  if (!title || !host || !port) throw new UsageError('--to attend AET@hôte:port.');
  return {
    host,
    port: Number(port),
    calledAeTitle: title,
    callingAeTitle: values.from,
    onProgress: tell.progress,
    ...(values.rate === undefined ? {} : { imagesPerSecond: pace(values.rate) }),
  };
}

function pace(text: string): number {
  const imagesPerSecond = Number(text);
  if (!(imagesPerSecond > 0)) throw new UsageError('--rate attend un nombre positif.');
  return imagesPerSecond;
}

function wholeNumber(text: string, option: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw new UsageError(`${option} attend un nombre entier positif.`);
  return number;
}

function chooseScenario(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario === name);
  if (!found) throw new UsageError(`--scenario attend\u00a0: ${scenarios.join(', ')}.`);
  return found;
}

function choosePatient(number: string | undefined, from: string): PatientAttributes {
  const rank =
    number === undefined ? randomInt(1, fictivePatients.length + 1) : wholeNumber(number, '--patient');
  const patient = fictivePatients[rank - 1];
  if (!patient) throw new UsageError(`--patient attend un nombre de 1 à ${fictivePatients.length}.`);
  return patientAttributes(patient, hospitalOf(from));
}

function hospitalOf(aeTitle: string): Hospital {
  return (['CHB', 'CHU'] as const).find((hospital) => aeTitle.startsWith(hospital)) ?? 'CHA';
}

function patientList(): string {
  return fictivePatients
    .map(({ familyName, givenName, birthDate, sex, ipp }, index) => {
      const number = String(index + 1).padStart(2);
      return `${number}  ${familyName} ${givenName}, ${sex}, né(e) le ${birthDate}, IPP ${ipp.CHA} ${ipp.CHB} ${ipp.CHU}\n`;
    })
    .join('');
}

async function sendGivenFiles(paths: readonly string[], to: Destination, tell: Teller): Promise<void> {
  const files = (await Promise.all(paths.map(filesUnder))).flat();
  if (files.length === 0) throw new UsageError('--files attend au moins un fichier.');
  tell.end(await sendFiles({ ...to, paths: files }));
}

async function filesUnder(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.dcm'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

async function writeFiles(study: StudyOptions, folder: string, tell: Teller): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const image of makeStudy(study)) {
    await writeFile(join(folder, `${String(image.rank).padStart(4, '0')}.dcm`), toFile(image));
    tell.progress({ sent: image.rank, refused: 0, total: image.total, status: 0 });
  }
  if (process.stdout.isTTY) say('\n');
}

function say(text: string): void {
  process.stdout.write(text);
}

const failures: Record<AssociationError['kind'], string> = {
  unreachable: 'destinataire injoignable',
  tls: 'connexion sécurisée impossible avec le destinataire',
  certificate: 'certificat refusé',
  rejected: 'association refusée par le destinataire',
  aborted: 'association abandonnée par le destinataire',
  closed: 'connexion fermée par le destinataire',
  timeout: 'pas de réponse du destinataire',
  protocol: 'réponse contraire au protocole',
};

function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof AssociationError ? `${failures[error.kind]} (${message})` : message;
}

try {
  await main();
} catch (error) {
  const isUsage = error instanceof UsageError;
  process.stderr.write(isUsage ? `${error.message}\n\n${help}` : `Échec\u00a0: ${explain(error)}\n`);
  process.exitCode = isUsage ? 2 : 1;
}

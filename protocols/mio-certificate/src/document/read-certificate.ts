import { XmlComment, XmlElement, XmlText } from 'libxml2-wasm';
import type { XmlDocument } from 'libxml2-wasm';
import type { Certificate, Published, SeverityCounts } from '../certificate.ts';
import { CertificateError } from '../error.ts';
import { certificatePlace, dsNamespace, mioNamespace } from '../names.ts';
import { readSectionTable } from '../sections/section-table.ts';
import { formatInstant, writeSealed } from './write-certificate.ts';

/** A certificate as it stands in a message, before anything of it is believed. */
export type ReadCertificate = {
  readonly certificate: Certificate;
  /** The text that the seal is over. */
  readonly sealed: string;
  readonly seal: Buffer;
  readonly token: Buffer | null;
};

/** The certificate at its place; null when there is nothing there. Throws `certificate/unreadable`. */
export function readCertificate(tree: XmlDocument): ReadCertificate | null {
  const element = findCertificate(tree.root);
  if (!element) return null;
  const isSignature = ({ name, namespaceUri }: XmlElement) =>
    name === 'Signature' && namespaceUri === dsNamespace;
  const fields = new Fields(elementsOf(element).filter((child) => !isSignature(child)));
  if (attributesOf(element, ['version'])[0] !== '1') unreadable('version');
  const certificate = readFields(fields);
  const seal = strictBase64(fields.text('Sceau'));
  const token = fields.isNext('Horodatage') ? strictBase64(fields.text('Horodatage')) : null;
  fields.requireEnd();
  return { certificate, sealed: writeSealed(certificate), seal, token };
}

function findCertificate(root: XmlElement): XmlElement | null {
  let parent = root;
  for (const { namespace, name } of certificatePlace) {
    let child = parent.firstChild;
    // One after another, without a list of them: a hostile root may have millions.
    while (child && !(child instanceof XmlElement && child.name === name && child.namespaceUri === namespace))
      child = child.next;
    if (!(child instanceof XmlElement)) return null;
    parent = child;
  }
  return parent;
}

function readFields(fields: Fields): Certificate {
  const [buildSha256, id, product, version] = fields.attributes('Controleur', [
    'empreinte',
    'id',
    'produit',
    'version',
  ]);
  const [organisation, siret] = fields.attributes('Organisation', ['nom', 'siret']);
  const [licence] = fields.attributes('Licence', ['id']);
  const [messageId, type] = fields.attributes('Message', ['id', 'type']);
  const [profileId, profileVersion] = fields.attributes('Profil', ['id', 'version']);
  const ruleSet = readPublished(fields, 'Regles');
  const nomenclatures: Published[] = [];
  while (fields.isNext('Nomenclature')) nomenclatures.push(readPublished(fields, 'Nomenclature'));
  const { verdict, counts } = readResult(fields);
  const [reportSha256] = fields.attributes('Rapport', ['sha256']);
  const [controlled] = fields.attributes('Controle', ['le']);
  const [signerSha256] = fields.attributes('Signataire', ['sha256']);
  const [dataSha256, bytesSha256] = fields.peekAttributes('Empreintes', ['donnees', 'octets']);
  return {
    controller: { id, product, version, buildSha256: hex(buildSha256) },
    organisation: { name: organisation, siret },
    licence,
    message: { id: messageId, type },
    profile: { id: profileId, version: profileVersion },
    ruleSet,
    nomenclatures,
    verdict,
    counts,
    reportSha256: hex(reportSha256),
    controlledAt: readInstant(controlled),
    signerSha256: hex(signerSha256),
    dataSha256: hex(dataSha256),
    bytesSha256: hex(bytesSha256),
    sections: readSectionTable(fields.text('Empreintes', ['donnees', 'octets'])),
  };
}

function readPublished(fields: Fields, name: string): Published {
  const [id, sha256, version] = fields.attributes(name, ['id', 'sha256', 'version']);
  return { id, version, sha256: hex(sha256) };
}

function readResult(fields: Fields): Pick<Certificate, 'verdict' | 'counts'> {
  const [warning, blocking, error, info, verdict] = fields.attributes('Resultat', [
    'avertissement',
    'bloquant',
    'erreur',
    'info',
    'verdict',
  ]);
  if (verdict !== 'OK' && verdict !== 'OK_AVEC_RESERVES') unreadable('verdict');
  const counts: SeverityCounts = {
    BLOQUANT: count(blocking),
    ERREUR: count(error),
    AVERTISSEMENT: count(warning),
    INFO: count(info),
  };
  return { verdict, counts };
}

/** The fields in their order, each to be asked for by its name. */
class Fields {
  readonly #elements: readonly XmlElement[];
  #at = 0;

  constructor(elements: readonly XmlElement[]) {
    this.#elements = elements;
  }

  isNext(name: string): boolean {
    return this.#elements[this.#at]?.name === name;
  }

  /** Values of exactly these attributes of the next field, which has no content. */
  attributes<const Names extends readonly string[]>(
    name: string,
    names: Names,
  ): { [Index in keyof Names]: string } {
    const values = this.peekAttributes(name, names);
    if (this.text(name, names).trim() !== '') unreadable(name);
    return values;
  }

  peekAttributes<const Names extends readonly string[]>(
    name: string,
    names: Names,
  ): { [Index in keyof Names]: string } {
    return attributesOf(this.#current(name), names);
  }

  /** The text of the next field, which has these attributes alone. */
  text(name: string, names: readonly string[] = []): string {
    const element = this.#current(name);
    attributesOf(element, names);
    this.#at += 1;
    let text = '';
    for (let child = element.firstChild; child; child = child.next) {
      if (child instanceof XmlText) text += child.content;
      else if (!(child instanceof XmlComment)) unreadable(name);
    }
    return text;
  }

  #current(name: string): XmlElement {
    const element = this.#elements[this.#at];
    if (element?.name !== name || element.namespaceUri !== mioNamespace) unreadable(name);
    return element;
  }

  requireEnd(): void {
    if (this.#at !== this.#elements.length) unreadable(this.#elements[this.#at]?.name ?? '');
  }
}

function attributesOf<const Names extends readonly string[]>(
  element: XmlElement,
  names: Names,
): { [Index in keyof Names]: string } {
  const found = element.attrs;
  const read = (name: string): string => {
    const attribute = found.find((candidate) => candidate.name === name && candidate.namespaceUri === '');
    return attribute ? attribute.value : unreadable(`${element.name} ${name}`);
  };
  if (found.length !== names.length) unreadable(element.name);
  const values: { [Index in keyof Names]: string } = mapNames(names, read);
  return values;
}

/** `map`, which keeps the length of a tuple. */
function mapNames<const Names extends readonly string[]>(
  names: Names,
  read: (name: string) => string,
): { [Index in keyof Names]: string };
function mapNames(names: readonly string[], read: (name: string) => string): string[] {
  return names.map(read);
}

/** Children that are elements; white space and comments may stand between them, nothing else. */
function elementsOf(parent: XmlElement): XmlElement[] {
  const found: XmlElement[] = [];
  for (let child = parent.firstChild; child; child = child.next) {
    if (child instanceof XmlElement) found.push(child);
    else if (
      parent.namespaceUri === mioNamespace &&
      !(child instanceof XmlComment) &&
      child.content.trim() !== ''
    )
      unreadable(parent.name);
  }
  return found;
}

function strictBase64(text: string): Buffer {
  const plain = text.replaceAll(/\s/g, '');
  const bytes = Buffer.from(plain, 'base64');
  if (plain === '' || bytes.toString('base64') !== plain) unreadable('base64');
  return bytes;
}

function hex(text: string): string {
  return /^[0-9a-f]{64}$/.test(text) ? text : unreadable('a digest');
}

function count(text: string): number {
  return /^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : unreadable('a count');
}

function readInstant(text: string): Date {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime()) || formatInstant(instant) !== text) unreadable('an instant');
  return instant;
}

function unreadable(what: string): never {
  throw new CertificateError('certificate/unreadable', what);
}

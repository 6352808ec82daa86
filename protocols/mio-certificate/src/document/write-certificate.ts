/**
 * The certificate as XML, in canonical form already, and always the same for the same certificate: what is sealed is
 * this text, written anew from what was read, so that a seal survives any re-formatting (docs/mio/certificat.md).
 */
import type { Certificate } from '../certificate.ts';
import { mioNamespace } from '../names.ts';
import { writeSectionTable } from '../sections/section-table.ts';

/** From `<mio:Certificat>` to before its seal. */
export function writeSealed(certificate: Certificate): string {
  const { controller, organisation, message, profile, ruleSet, counts } = certificate;
  return [
    `<mio:Certificat xmlns:mio="${mioNamespace}" version="1">`,
    empty('Controleur', {
      empreinte: controller.buildSha256,
      id: controller.id,
      produit: controller.product,
      version: controller.version,
    }),
    empty('Organisation', { nom: organisation.name, siret: organisation.siret }),
    empty('Licence', { id: certificate.licence }),
    empty('Message', { id: message.id, type: message.type }),
    empty('Profil', { id: profile.id, version: profile.version }),
    empty('Regles', { id: ruleSet.id, sha256: ruleSet.sha256, version: ruleSet.version }),
    ...certificate.nomenclatures.map(({ id, sha256, version }) =>
      empty('Nomenclature', { id, sha256, version }),
    ),
    empty('Resultat', {
      avertissement: String(counts.AVERTISSEMENT),
      bloquant: String(counts.BLOQUANT),
      erreur: String(counts.ERREUR),
      info: String(counts.INFO),
      verdict: certificate.verdict,
    }),
    empty('Rapport', { sha256: certificate.reportSha256 }),
    empty('Controle', { le: formatInstant(certificate.controlledAt) }),
    empty('Signataire', { sha256: certificate.signerSha256 }),
    `<mio:Empreintes donnees="${certificate.dataSha256}" octets="${certificate.bytesSha256}">`,
    `${writeSectionTable(certificate.sections)}</mio:Empreintes>`,
  ].join('');
}

/** The whole element. `token`: DER, null when the control was not time-stamped; `signature`: the ds:Signature. */
export function writeCertificate(
  sealed: string,
  seal: Buffer,
  token: Buffer | null,
  signature: string,
): string {
  const stamp = token ? `<mio:Horodatage>${token.toString('base64')}</mio:Horodatage>` : '';
  return `${sealed}<mio:Sceau>${seal.toString('base64')}</mio:Sceau>${stamp}${signature}</mio:Certificat>`;
}

/** ISO 8601, whole seconds, UTC. */
export function formatInstant(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}

/** Attributes in the order of their names, as the canonical form has them. */
function empty(name: string, attributes: Readonly<Record<string, string>>): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`);
  return `<mio:${name}${written.join('')}></mio:${name}>`;
}

/** Canonical XML 1.0, 2.3: attribute values. */
function escape(value: string): string {
  return value.replaceAll(/[&<"\t\n\r]/g, (character) => {
    if (character === '&') return '&amp;';
    if (character === '<') return '&lt;';
    if (character === '"') return '&quot;';
    return `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`;
  });
}

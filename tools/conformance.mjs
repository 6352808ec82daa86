/** Lists in docs/dicom-conformance.md what the receiver accepts. Run it (`node tools/conformance.mjs`) after a change of the registries. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  announcedPduLength,
  bcp195,
  describeTransferSyntax,
  findStorageSopClassKeyword,
  implementationClassUid,
  implementationVersionName,
  listStorageSopClassUids,
  storableTransferSyntaxes,
} from '@liaison/dicom';
import { relayedServices } from '@liaison/dimse';

const file = join(resolve(import.meta.dirname, '..'), 'docs/dicom-conformance.md');
const start = '<!-- registry:start -->';
const end = '<!-- registry:end -->';

/** @param {readonly string[]} heads @param {readonly (readonly string[])[]} rows */
const table = (heads, rows) =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

function registry() {
  const classes = listStorageSopClassUids().map((uid) => [
    findStorageSopClassKeyword(uid) ?? uid,
    `\`${uid}\``,
  ]);
  const syntaxes = storableTransferSyntaxes.map(({ name, uid }) => [name, `\`${uid}\``]);
  const services = relayedServices.map(({ abstractSyntax, transferSyntaxes, roles }) => [
    `\`${abstractSyntax}\``,
    transferSyntaxes.map((uid) => describeTransferSyntax(uid)).join(' ; '),
    roles?.scp ? 'SCU ou SCP' : 'SCU',
  ]);
  return [
    table(
      ['identification', 'valeur'],
      [
        ['ImplementationClassUID', `\`${implementationClassUid}\``],
        ['ImplementationVersionName', `\`${implementationVersionName}\``],
        ['PDU la plus longue annoncée', `${announcedPduLength} octets`],
      ],
    ),
    `### Services relayés (${relayedServices.length})`,
    table(['classe SOP', 'syntaxes de transfert', 'rôles du demandeur'], services),
    `### TLS\n\nVersion minimale : ${bcp195.minVersion}. Suites : ${bcp195.ciphers
      .split(':')
      .map((name) => `\`${name}\``)
      .join(', ')}.`,
    `### Syntaxes de transfert (${syntaxes.length})`,
    table(['nom', 'UID'], syntaxes),
    `### Classes SOP de stockage (${classes.length})`,
    table(['mot-clé', 'UID'], classes),
  ].join('\n\n');
}

/** The document with the registries of today between its markers. @param {string} text */
export function withRegistry(text) {
  const [head = '', rest = ''] = text.split(start);
  return `${head}${start}\n\n${registry()}\n\n${end}${rest.split(end)[1] ?? ''}`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  writeFileSync(file, withRegistry(readFileSync(file, 'utf8')));
}

import { listCodes } from '../codes/code-lists.ts';
import { documentNamespace, namespaces } from '../ubl/structure.ts';

const required = (name: string, type: string) =>
  `<xsd:attribute name="${name}" type="${type}" use="required"/>`;
const token = 'mio:texte';
const sha256 = 'mio:sha256';
const count = 'xsd:nonNegativeInteger';

/** Elements with nothing but attributes, in their order (docs/mio/certificat.md). */
const statements: readonly (readonly [name: string, occurs: string, attributes: string])[] = [
  [
    'Controleur',
    '',
    required('id', token) +
      required('produit', token) +
      required('version', token) +
      required('empreinte', sha256),
  ],
  ['Organisation', '', required('nom', token) + required('siret', 'mio:siret')],
  ['Licence', '', required('id', token)],
  ['Message', '', required('id', token) + required('type', token)],
  ['Profil', '', required('id', token) + required('version', token)],
  ['Regles', '', required('id', token) + required('version', token) + required('sha256', sha256)],
  [
    'Nomenclature',
    ' minOccurs="0" maxOccurs="unbounded"',
    required('id', token) + required('version', token) + required('sha256', sha256),
  ],
  [
    'Resultat',
    '',
    required('verdict', 'mio:verdict') +
      ['bloquant', 'erreur', 'avertissement', 'info'].map((name) => required(name, count)).join(''),
  ],
  ['Rapport', '', required('sha256', sha256)],
  ['Controle', '', required('le', 'mio:instant')],
  ['Signataire', '', required('sha256', sha256)],
];

const simpleType = (name: string, base: string, facets: string) =>
  `<xsd:simpleType name="${name}"><xsd:restriction base="${base}">${facets}</xsd:restriction></xsd:simpleType>`;

/** Only a message that may be certified has a certificate. */
const verdicts = listCodes('verdict').filter((code) => code !== 'KO');

/** Schema of the certificate of control, to be published with those of the messages. */
export const certificateSchema = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<!-- Certificat de contrôle MIO de Liaison, qui n’est pas un format publié par Phast. -->',
  `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:mio="${namespaces.mio}" targetNamespace="${documentNamespace('mio:Certificat')}" elementFormDefault="qualified">`,
  simpleType('texte', 'xsd:string', '<xsd:minLength value="1"/>'),
  simpleType('sha256', 'xsd:string', '<xsd:pattern value="[0-9a-f]{64}"/>'),
  simpleType('siret', 'xsd:string', '<xsd:pattern value="[0-9]{14}"/>'),
  simpleType('verdict', 'xsd:string', verdicts.map((code) => `<xsd:enumeration value="${code}"/>`).join('')),
  simpleType('instant', 'xsd:dateTime', String.raw`<xsd:pattern value="[0-9T:-]{19}(\.[0-9]{3})?Z"/>`),
  '<xsd:element name="Certificat"><xsd:complexType><xsd:sequence>',
  ...statements.map(
    ([name, occurs, attributes]) =>
      `<xsd:element name="${name}"${occurs}><xsd:complexType>${attributes}</xsd:complexType></xsd:element>`,
  ),
  `<xsd:element name="Empreintes"><xsd:complexType><xsd:simpleContent><xsd:extension base="xsd:string">${required('donnees', sha256)}${required('octets', sha256)}</xsd:extension></xsd:simpleContent></xsd:complexType></xsd:element>`,
  '<xsd:element name="Sceau" type="xsd:base64Binary"/>',
  '<xsd:element name="Horodatage" type="xsd:base64Binary" minOccurs="0"/>',
  '<xsd:any namespace="http://www.w3.org/2000/09/xmldsig#" processContents="skip"/>',
  '</xsd:sequence><xsd:attribute name="version" use="required"><xsd:simpleType><xsd:restriction base="xsd:string"><xsd:enumeration value="1"/></xsd:restriction></xsd:simpleType></xsd:attribute></xsd:complexType></xsd:element>',
  '</xsd:schema>',
  '',
].join('\n');

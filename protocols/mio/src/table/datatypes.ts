/**
 * The kinds of value that a field can have. `pattern` holds in XML Schema and in JavaScript alike (implicitly anchored,
 * `[0-9]` and not `\d`, which means every digit of Unicode in the first).
 */
export interface Datatype {
  /** Type of the property: exact numbers are strings. */
  ts: 'string' | 'number' | 'boolean';
  fr: string;
  pattern: string;
  maxLength?: number;
  /** UBL splits an instant over two elements, its date and its time. */
  isSplit?: boolean;
}

/** Text of one line that neither starts nor ends with a space. */
const line = String.raw`[^ \t\r\n]([^\t\r\n]*[^ \t\r\n])?`;
const time = '([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]';
const date = '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])';

export const datatypes = {
  name: { ts: 'string', fr: 'texte d’une ligne', pattern: line, maxLength: 500 },
  text: { ts: 'string', fr: 'texte', pattern: String.raw`[^ \t\r\n]([\s\S]*[^ \t\r\n])?`, maxLength: 20_000 },
  id: { ts: 'string', fr: 'identifiant', pattern: line, maxLength: 100 },
  code: { ts: 'string', fr: 'code', pattern: '[0-9A-Za-z._-]+', maxLength: 40 },
  uuid: { ts: 'string', fr: 'UUID', pattern: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}' },
  sha256: { ts: 'string', fr: 'SHA-256 en hexadécimal', pattern: '[0-9a-f]{64}' },
  base64: {
    ts: 'string',
    fr: 'base64',
    pattern: '([0-9A-Za-z+/]{4})*([0-9A-Za-z+/]{2}==|[0-9A-Za-z+/]{3}=)?',
    maxLength: 20_000,
  },
  uri: {
    ts: 'string',
    fr: 'adresse (URI)',
    pattern: String.raw`[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-Z_a-z~%]+`,
    maxLength: 2000,
  },
  email: { ts: 'string', fr: 'adresse électronique', pattern: String.raw`[^\s@]+@[^\s@]+`, maxLength: 254 },
  flag: { ts: 'boolean', fr: 'oui ou non', pattern: 'true|false' },
  count: { ts: 'number', fr: 'nombre entier', pattern: '0|[1-9][0-9]{0,8}' },
  price: {
    ts: 'string',
    fr: 'prix, jusqu’à six décimales',
    pattern: String.raw`(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?`,
  },
  amount: {
    ts: 'string',
    fr: 'montant en euros et centimes',
    pattern: String.raw`-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,2})?`,
  },
  quantity: {
    ts: 'string',
    fr: 'quantité, jusqu’à six décimales',
    pattern: String.raw`(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?`,
  },
  percent: { ts: 'string', fr: 'pourcentage', pattern: String.raw`(0|[1-9][0-9]{0,3})(\.[0-9]{1,4})?` },
  rate: {
    ts: 'string',
    fr: 'pourcentage (écrit en UBL comme facteur)',
    pattern: String.raw`(0|[1-9][0-9]{0,3})(\.[0-9]{1,4})?`,
  },
  date: { ts: 'string', fr: 'date', pattern: date },
  utc: { ts: 'string', fr: 'instant UTC', pattern: `${date}T${time}Z`, isSplit: true },
  instant: {
    ts: 'string',
    fr: 'instant avec son fuseau',
    pattern: `${date}T${time}(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])`,
    isSplit: true,
  },
  standardVersion: { ts: 'string', fr: 'version du standard', pattern: String.raw`[1-9][0-9]*\.[0-9]+` },
  testFlag: { ts: 'boolean', fr: 'oui ou non', pattern: 'true|false' },
  gtin: { ts: 'string', fr: 'GTIN', pattern: '[0-9]{8}|[0-9]{12,14}' },
  cip13: { ts: 'string', fr: 'CIP13', pattern: '3400[0-79][0-9]{8}' },
  ucd13: { ts: 'string', fr: 'UCD13', pattern: '34008[0-9]{8}' },
  udiDi: { ts: 'string', fr: 'IUD-ID', pattern: '[0-9A-Za-z+/$.%-]{8,40}' },
  lppr: { ts: 'string', fr: 'code LPPR', pattern: '[0-9]{7}' },
  cladimed: { ts: 'string', fr: 'code CLADIMED', pattern: '[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?' },
  atc: { ts: 'string', fr: 'code ATC', pattern: '[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?' },
  cpv: { ts: 'string', fr: 'code CPV', pattern: '[0-9]{8}(-[0-9])?' },
  siret: { ts: 'string', fr: 'SIRET', pattern: '[0-9]{14}' },
  finess: { ts: 'string', fr: 'FINESS', pattern: '[0-9][0-9AB][0-9]{7}' },
  gln: { ts: 'string', fr: 'GLN', pattern: '[0-9]{13}' },
  lei: { ts: 'string', fr: 'LEI', pattern: '[0-9A-Z]{18}[0-9]{2}' },
  vatNumber: { ts: 'string', fr: 'n° de TVA intracommunautaire', pattern: '[A-Z]{2}[0-9A-Z+*]{2,13}' },
  country: { ts: 'string', fr: 'pays (ISO 3166-1)', pattern: '[A-Z]{2}' },
  mime: { ts: 'string', fr: 'type MIME', pattern: '[a-z]+/[0-9a-z.+-]+', maxLength: 100 },
} as const satisfies Readonly<Record<string, Datatype>>;

export type DatatypeName = keyof typeof datatypes;

import { PrintableString, Utf8String } from 'asn1js';
import { AttributeTypeAndValue, RelativeDistinguishedNames } from 'pkijs';
import { oid } from './oid.ts';

/** Whom a certificate names. `organizationIdentifier` as in ETSI EN 319 412-1: `NTRFR-` and the SIRET. */
export type Subject = {
  readonly commonName: string;
  readonly organization?: string;
  readonly organizationalUnit?: string;
  readonly organizationIdentifier?: string;
};

const attributes = {
  organization: oid.organization,
  organizationalUnit: oid.organizationalUnit,
  organizationIdentifier: oid.organizationIdentifier,
  commonName: oid.commonName,
} as const;

export function writeSubject(subject: Subject): RelativeDistinguishedNames {
  const country = new AttributeTypeAndValue({
    type: oid.country,
    value: new PrintableString({ value: 'FR' }),
  });
  const others = [
    [attributes.organization, subject.organization],
    [attributes.organizationalUnit, subject.organizationalUnit],
    [attributes.organizationIdentifier, subject.organizationIdentifier],
    [attributes.commonName, subject.commonName],
  ] as const;
  return new RelativeDistinguishedNames({
    typesAndValues: [
      country,
      ...others.flatMap(([type, value]) =>
        value === undefined ? [] : [new AttributeTypeAndValue({ type, value: new Utf8String({ value }) })],
      ),
    ],
  });
}

export function readSubject(names: RelativeDistinguishedNames): Subject {
  const find = (type: string): string | undefined => {
    const block: unknown = names.typesAndValues.find((name) => name.type === type)?.value.valueBlock;
    const value: unknown =
      typeof block === 'object' && block !== null ? Reflect.get(block, 'value') : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const [organization, organizationalUnit, organizationIdentifier] = [
    find(attributes.organization),
    find(attributes.organizationalUnit),
    find(attributes.organizationIdentifier),
  ];
  return {
    commonName: find(attributes.commonName) ?? '',
    ...(organization === undefined ? {} : { organization }),
    ...(organizationalUnit === undefined ? {} : { organizationalUnit }),
    ...(organizationIdentifier === undefined ? {} : { organizationIdentifier }),
  };
}

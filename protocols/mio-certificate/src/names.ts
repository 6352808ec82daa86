import type { SignaturePlace } from '@liaison/xmldsig';

export const mioNamespace = 'urn:liaison:mio:1';
export const dsNamespace = 'http://www.w3.org/2000/09/xmldsig#';
export const ublNamespaces = {
  cac: 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  cbc: 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
  ext: 'urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2',
} as const;

/** What ext:ExtensionURI says of the extension that holds the certificate. */
export const extensionUri = 'urn:liaison:mio:certificat:1';

/** From below the root: the first extension of a message is the certificate's. */
export const certificatePlace: SignaturePlace = [
  { namespace: ublNamespaces.ext, name: 'UBLExtensions' },
  { namespace: ublNamespaces.ext, name: 'UBLExtension' },
  { namespace: ublNamespaces.ext, name: 'ExtensionContent' },
  { namespace: mioNamespace, name: 'Certificat' },
];

/** Elements of cac that are the lines of a message, the outermost of them; all else is a part. */
export const lineElements: ReadonlySet<string> = new Set([
  'TenderLine',
  'RequestForTenderLine',
  'CatalogueLine',
]);

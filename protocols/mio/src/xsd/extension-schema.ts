import { namespaces } from '../ubl/structure.ts';

/** Where a certificate stands in a document of UBL. */
export const certificateUri = 'urn:liaison:mio:certificat:1';

/** The one extension that the profile has: the certificate of control, whose own schema judges what is in it. */
export const extensionSchema = `<?xml version="1.0" encoding="UTF-8"?>
<!-- Profil MIO de Liaison : espace de noms et profil propres, qui ne sont pas le standard certifié de Phast. -->
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:ext="${namespaces.ext}" targetNamespace="${namespaces.ext}" elementFormDefault="qualified">
<xsd:group name="Certificat"><xsd:sequence><xsd:element name="UBLExtensions"><xsd:complexType><xsd:sequence>
<xsd:element name="UBLExtension"><xsd:complexType><xsd:sequence>
<xsd:element name="ExtensionURI"><xsd:simpleType><xsd:restriction base="xsd:token"><xsd:enumeration value="${certificateUri}"/></xsd:restriction></xsd:simpleType></xsd:element>
<xsd:element name="ExtensionContent"><xsd:complexType><xsd:sequence><xsd:any namespace="${namespaces.mio}" processContents="skip"/></xsd:sequence></xsd:complexType></xsd:element>
</xsd:sequence></xsd:complexType></xsd:element>
</xsd:sequence></xsd:complexType></xsd:element></xsd:sequence></xsd:group>
</xsd:schema>
`;

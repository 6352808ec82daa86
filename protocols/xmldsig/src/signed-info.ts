/**
 * ds:SignedInfo as a document of its own: canonicalizing a subtree of a large document calls back for every node of the
 * latter. What is written here need not be canonical, only mean the same; libxml2 canonicalizes it.
 */
import { parseXml } from '@liaison/xml';
import { XmlComment, XmlElement } from 'libxml2-wasm';
import type { XmlAttribute } from 'libxml2-wasm';
import { XmlDsigError } from './error.ts';
import { childrenOf } from './nodes.ts';
import { mostPrefixes } from './profile.ts';

/**
 * The bytes that the signature is over: exclusive canonical form, without comments. `indentation`: whether the white
 * space between elements is in it, as it is unless it came after signing.
 */
export function canonicalSignedInfo(
  signedInfo: XmlElement,
  indentation: 'kept' | 'left-out' = 'kept',
): Buffer {
  const write = (element: XmlElement): string => writeElement(element, write, indentation);
  using document = parseXml(Buffer.from(write(signedInfo)));
  return document.canonicalize({ mode: 'exclusive' });
}

function writeElement(
  element: XmlElement,
  write: (element: XmlElement) => string,
  indentation: 'kept' | 'left-out',
): string {
  const children = [...childrenOf(element)].filter((child) => !(child instanceof XmlComment));
  const between = (text: string) => (indentation === 'kept' ? escape(text) : '');
  const content = children.some((child) => child instanceof XmlElement)
    ? children.map((child) => (child instanceof XmlElement ? write(child) : between(child.content))).join('')
    : leafText(children.map((child) => child.content).join(''), indentation);
  const name = qualified(element.prefix, element.name);
  const declaration = declare(element.prefix, element.namespaceUri);
  return `<${name}${declaration}${element.attrs.map(writeAttribute).join('')}>${content}</${name}>`;
}

function leafText(text: string, indentation: 'kept' | 'left-out'): string {
  return indentation === 'left-out' && text.trim() === '' ? '' : escape(text);
}

function writeAttribute(attribute: XmlAttribute): string {
  if (attribute.prefix !== '')
    throw new XmlDsigError('xmldsig/structure', `attribute ${attribute.prefix}:${attribute.name}`);
  return ` ${attribute.name}="${escape(attribute.value)}"`;
}

function declare(prefix: string, namespace: string): string {
  return ` ${qualified('xmlns', prefix)}="${escape(namespace)}"`.replace('xmlns:=', 'xmlns=');
}

function qualified(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}:${name}`;
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"\t\n\r]/g, (character) =>
    character === '\n' ? '\n' : `&#${character.codePointAt(0)};`,
  );
}

/** The names in a PrefixList (exclusive canonicalization, section 4). */
export function parsePrefixList(text: string): string[] {
  const prefixes = text.split(/[ \t\r\n]+/).filter((prefix) => prefix !== '');
  if (prefixes.length > mostPrefixes)
    throw new XmlDsigError('xmldsig/reference', `${prefixes.length} prefixes, ${mostPrefixes} at most`);
  return prefixes;
}

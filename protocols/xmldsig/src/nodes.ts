import { XmlCData, XmlComment, XmlElement, XmlText } from 'libxml2-wasm';
import type { XmlTreeNode } from 'libxml2-wasm';
import { XmlDsigError } from './error.ts';
import { dsNamespace } from './profile.ts';
import type { QName } from './profile.ts';

export function isNamed(node: XmlTreeNode, { namespace, name }: QName): node is XmlElement {
  return node instanceof XmlElement && node.name === name && node.namespaceUri === namespace;
}

export function* childrenOf(parent: XmlElement): Generator<XmlTreeNode> {
  for (let child = parent.firstChild; child; child = child.next) yield child;
}

/** The first child of that name, without a look at those behind it: a hostile root may have millions. */
export function findChild(parent: XmlElement, name: QName): XmlElement | null {
  for (const child of childrenOf(parent)) if (isNamed(child, name)) return child;
  return null;
}

/** The element children, refused where anything but white space and comments stands beside them. */
export function elementsOf(parent: XmlElement): XmlElement[] {
  const found: XmlElement[] = [];
  for (const child of childrenOf(parent)) {
    if (child instanceof XmlElement) found.push(child);
    else if (child instanceof XmlComment) continue;
    else if (!(child instanceof XmlText) || child.content.trim() !== '')
      throw new XmlDsigError('xmldsig/structure', `${parent.name} holds something besides elements`);
  }
  return found;
}

/** The text of an element that holds text alone. */
export function textOf(element: XmlElement): string {
  let text = '';
  for (const child of childrenOf(element)) {
    if (!(child instanceof XmlText) && !(child instanceof XmlCData))
      throw new XmlDsigError('xmldsig/structure', `${element.name} holds something besides text`);
    text += child.content;
  }
  return text;
}

/** Exactly the element children of these names of the ds namespace, in this order. */
export function exactly(parent: XmlElement, ...names: string[]): XmlElement[] {
  const children = elementsOf(parent);
  const isExact =
    children.length === names.length &&
    children.every((child, at) => isNamed(child, { namespace: dsNamespace, name: names[at] ?? '' }));
  if (!isExact) throw new XmlDsigError('xmldsig/structure', `${parent.name} is not ${names.join(', ')}`);
  return children;
}

/** The value of the only attributes that an element may have: these, and no other. */
export function attributesOf(element: XmlElement, ...names: string[]): string[] {
  const found = new Map(element.attrs.map((attribute) => [attribute.name, attribute]));
  const values = names.map((name) => {
    const attribute = found.get(name);
    return attribute && attribute.namespaceUri === '' ? attribute.value : null;
  });
  if (element.attrs.length !== names.length || values.includes(null))
    throw new XmlDsigError('xmldsig/structure', `${element.name} has not the attributes ${names.join(', ')}`);
  return values.map(String);
}

/** One schema document: definitions by their content, so that the same content has one name. */
export class SchemaFile {
  readonly name: string;
  readonly prefix: string;
  readonly #namespace: string;
  readonly #definitions: string[] = [];
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();

  constructor(name: string, prefix: string, namespace: string) {
    this.name = name;
    this.prefix = prefix;
    this.#namespace = namespace;
  }

  /** The qualified name of a complex type with this body. */
  addType(name: string, body: string): string {
    return this.#add('complexType', name, body);
  }

  addSimpleType(name: string, body: string): string {
    return this.#add('simpleType', `${name}.valeur`, body);
  }

  /** The qualified name of a group of elements: how another namespace takes elements of this one, each with its own type. */
  addGroup(name: string, elements: string): string {
    return this.#add('group', `${name}.${this.prefix}`, `<xsd:sequence>${elements}</xsd:sequence>`);
  }

  addElement(name: string, type: string): void {
    this.#definitions.push(`<xsd:element name="${name}" type="${type}"/>`);
  }

  #add(kind: string, wanted: string, body: string): string {
    const key = `${kind} ${body}`;
    const known = this.#names.get(key);
    if (known) return known;
    let name = wanted;
    for (let count = 2; this.#taken.has(name); count += 1) name = `${wanted}.${count}`;
    this.#taken.add(name);
    this.#definitions.push(`<xsd:${kind} name="${name}">${body}</xsd:${kind}>`);
    const qualified = `${this.prefix}:${name}`;
    this.#names.set(key, qualified);
    return qualified;
  }

  format(files: readonly SchemaFile[]): string {
    const isDocument = this.prefix === 'doc';
    const others = files.filter(
      (file) => file !== this && (isDocument || (this.prefix === 'cac' && file.prefix === 'cbc')),
    );
    const seen = [
      ...others.map((file) => ({ prefix: file.prefix, namespace: file.#namespace, name: file.name })),
      ...(isDocument ? [extension] : []),
    ];
    const declarations = [{ prefix: this.prefix, namespace: this.#namespace }, ...seen].map(
      ({ prefix, namespace }) => ` xmlns:${prefix}="${namespace}"`,
    );
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<!-- Profil MIO de Liaison : espace de noms et profil propres, qui ne sont pas le standard certifié de Phast. -->',
      `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"${declarations.join('')} targetNamespace="${this.#namespace}" elementFormDefault="qualified" attributeFormDefault="unqualified">`,
      ...seen.map(({ namespace, name }) => `<xsd:import namespace="${namespace}" schemaLocation="${name}"/>`),
      ...this.#definitions,
      '</xsd:schema>',
      '',
    ].join('\n');
  }
}

const extension = {
  prefix: 'ext',
  namespace: 'urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2',
  name: 'MIO-ext.xsd',
};

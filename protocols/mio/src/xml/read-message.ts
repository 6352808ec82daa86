import { isDraftMessage, isMessageCode, type DraftMessage, type ModelPath } from '../model/draft.ts';
import { describe, type FindingKind, type ReadFinding, type XmlPlace } from '../model/finding.ts';
import { compileMessage } from '../profile/compile.ts';
import { messages } from '../table/messages.ts';
import type { MessageDefinition } from '../table/node.ts';
import { documentNamespace, namespaces } from '../ubl/structure.ts';
import { decodeXml } from './decode.ts';
import { InstanceReader, type Facts, type ReadItem } from './instance-reader.ts';
import { indexOf, xpathOf, xpathOfNode, type InstancePlaces } from './places.ts';
import { Source } from './source.ts';
import { readTree, type TreeNode, type TreeReader } from './tree.ts';

export interface ReadLimits {
  maximumBytes?: number;
  maximumDepth?: number;
  /** Findings kept; all are counted. */
  maximumFindings?: number;
}

/** What a document says, and whatever stood in the way. */
export interface XmlReading {
  /** Absent where the document is no message of the standard at all. */
  message?: DraftMessage;
  findings: readonly ReadFinding<XmlPlace>[];
  /** All findings, those beyond the limit too. */
  findingCount: number;
  /** A certificate of control is in it, valid or not. */
  isCertified: boolean;
  /** Where a property stands in the document; of one that is absent, the nearest thing around it. */
  place(path: ModelPath): XmlPlace;
}

const defaults: Required<ReadLimits> = {
  maximumBytes: 256 * 1024 * 1024,
  maximumDepth: 40,
  maximumFindings: 10_000,
};

/** Reads any document: never throws, whatever the bytes. Parses no DOCTYPE, fetches nothing. */
export function readMessage(bytes: Uint8Array, limits: ReadLimits = {}): XmlReading {
  return new MessageReader({ ...defaults, ...limits }).read(bytes);
}

/** Messages whose document element has this name, the most likely first. */
function listByRoot(name: string): MessageDefinition[] {
  return Object.values(messages).filter(({ root }) => root === name);
}

class MessageReader implements TreeReader {
  readonly #limits: Required<ReadLimits>;
  readonly #findings: ReadFinding<XmlPlace>[] = [];
  #findingCount = 0;
  #isCertified = false;
  #source = new Source({ ok: true, text: '', bytesBefore: () => 0 });
  #root: TreeNode | undefined;
  /** A document of UBL under a profile that is not ours. */
  #isStranger = false;
  #definition: MessageDefinition | undefined;
  #reader: InstanceReader | undefined;

  constructor(limits: Required<ReadLimits>) {
    this.#limits = limits;
  }

  read(bytes: Uint8Array): XmlReading {
    if (bytes.length > this.#limits.maximumBytes) {
      this.#add('too-large', 0, '/', { expected: `${this.#limits.maximumBytes} octets` });
      return this.#reading(undefined);
    }
    const decoded = decodeXml(bytes);
    if (!decoded.ok) {
      this.#add('encoding', 0, '/', { value: decoded.value });
      return this.#reading(undefined);
    }
    this.#source = new Source(decoded);
    readTree(decoded.text, this, this.#limits.maximumDepth);
    return this.#reading(this.#convert());
  }

  onRoot(node: TreeNode, namespace: string): boolean {
    this.#root = node;
    const [found] = namespace === documentNamespace(node.name) ? listByRoot(node.name) : [];
    if (!found) this.#add('unknown-document', node.at, `/${node.name}`, { name: node.name });
    // Documents of UBL say by their profile which message they are.
    else if (namespace === namespaces.mio) this.#define(found);
    return found !== undefined;
  }

  onCertificate(): void {
    this.#isCertified = true;
  }

  onClose(node: TreeNode): void {
    if (node.name !== 'cbc:CustomizationID' || node.parent !== this.#root || this.#definition) return;
    const profile = node.text.trim();
    const code = /^urn:liaison:mio:trns:(m\d\d):/.exec(profile)?.[1]?.toUpperCase();
    const definition = isMessageCode(code) ? messages[code] : undefined;
    if (definition && definition.root === this.#root?.name) this.#define(definition);
    else {
      this.#isStranger = true;
      this.#add('unknown-profile', node.at, xpathOfNode(node), { value: profile });
    }
  }

  onItem(node: TreeNode, repeat: Parameters<TreeReader['onItem']>[1]): ReadItem | undefined {
    return this.#reader?.readItem(node, repeat.item);
  }

  onFatal(kind: 'malformed' | 'doctype' | 'too-deep', at: number, value: string): void {
    this.#add(kind, at, this.#root ? xpathOfNode(this.#root) : '/', {
      value,
      expected: `${this.#limits.maximumDepth}`,
    });
  }

  /** From here on elements have their place in the table of the message. */
  #define(definition: MessageDefinition): void {
    this.#definition = definition;
    if (this.#root) this.#root.use = compileMessage(definition).root;
    this.#reader = new InstanceReader(definition.code, this.#limits.maximumFindings);
  }

  #convert(): ReadItem | undefined {
    const [likely] = this.#root && !this.#isStranger ? listByRoot(this.#root.name) : [];
    if (!this.#definition && likely) this.#define(likely);
    const definition = this.#definition;
    if (!this.#root || !definition || !this.#reader) return undefined;
    const item = this.#reader.readItem(this.#root, compileMessage(definition));
    for (const { kind, path, at, xpath, facts } of item.troubles)
      this.#add(kind, at, xpath || xpathOf(definition, path), facts, path);
    this.#findingCount += this.#reader.troubleCount - item.troubles.length;
    return item;
  }

  #add(kind: FindingKind, at: number, xpath: string, facts: Facts, path: ModelPath = []): void {
    this.#findingCount += 1;
    if (this.#findings.length >= this.#limits.maximumFindings) return;
    const { name: _, ...kept } = facts;
    const place: XmlPlace = { kind: 'xml', xpath, ...this.#source.positionAt(at) };
    this.#findings.push({ kind, path, place, ...kept, fr: describe(kind, facts) });
  }

  #reading(item: ReadItem | undefined): XmlReading {
    const definition = this.#definition;
    const message = definition && item ? { type: definition.code, ...item.object } : undefined;
    const source = this.#source;
    const places: InstancePlaces = item?.places ?? { at: 0, slots: [], lists: [] };
    return {
      ...(isDraftMessage(message) ? { message } : {}),
      findings: this.#findings.toSorted((left, right) => left.place.offset - right.place.offset),
      findingCount: this.#findingCount,
      isCertified: this.#isCertified,
      place: (path) => ({
        kind: 'xml',
        xpath: definition ? xpathOf(definition, path) : '/',
        ...source.positionAt(definition ? indexOf(definition, places, path) : 0),
      }),
    };
  }
}

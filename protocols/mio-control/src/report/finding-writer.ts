import {
  type DraftMessage,
  type Field,
  type Group,
  messages,
  type MessageDefinition,
  type ModelPath,
  type Node,
} from '@liaison/mio';
import type { Fault, RuleHead } from '../rules/rule.ts';
import { fillEnglish, fillFrench, plainText } from '../rules/show.ts';
import type { Finding, Place } from './finding.ts';
import type { FindingList } from './finding-list.ts';
import { typeset } from './french.ts';

/** Where something stands in the file; `offset` orders findings. */
export interface FilePlace {
  readonly xpath?: string;
  readonly line?: number;
  readonly offset: number;
}

/** What tells places apart for the reader: where the message came from. */
export interface Origin {
  readonly message?: DraftMessage;
  readonly place: (path: ModelPath) => FilePlace;
  /** Cell of the workbook that a property came from. */
  readonly cell?: (path: ModelPath) => string | undefined;
  readonly ruleUrl: (code: string) => string;
}

/** What a fault at a place of the file is about, as far as its reader could tell. */
export interface About {
  readonly row?: Field | Group;
  readonly path?: ModelPath;
}

const longestValue = 200;

/** Turns faults of rules into findings with their places and sentences. */
export class FindingWriter {
  readonly #list: FindingList;
  #origin: Origin;
  /** Where something could not be read: rules that miss it there would only say the same again. */
  readonly #unread = new Set<string>();

  constructor(list: FindingList, origin: Origin) {
    this.#list = list;
    this.#origin = origin;
  }

  /** From now on places are those of this message. */
  follow(origin: Origin): void {
    this.#origin = origin;
  }

  /** A fault at a property of the message. */
  atPath(rule: RuleHead, path: ModelPath, fault: Fault): void {
    if (this.#unread.size > 0 && this.#unread.has(comparableXPath(this.#origin.place(path).xpath ?? '')))
      return;
    this.#list.add(rule.code, rule.severity, () => {
      const place = this.#origin.place(path);
      const value = fault.value ?? this.#valueAt(path);
      const row = this.#rowAt(path);
      const excel = this.#origin.cell?.(path);
      const location = { ...this.#lines(path), ...named(row), ...(excel === undefined ? {} : { excel }) };
      return {
        at: place.offset,
        finding: this.#finding(rule, fault, { ...onlyPlace(place), ...location }, value, path),
      };
    });
  }

  /** Says that what stands there could not be read, and was told. */
  markUnread(xpath: string): void {
    this.#unread.add(comparableXPath(xpath));
  }

  /** A fault at a place of the file. */
  atPlace(rule: RuleHead, place: FilePlace, fault: Fault, { row, path = [] }: About = {}): void {
    this.#list.add(rule.code, rule.severity, () => {
      const near =
        this.#origin.message && place.xpath !== undefined ? listPath(this.#origin.message, place.xpath) : [];
      const location = { ...onlyPlace(place), ...this.#lines(near), ...named(row) };
      return { at: place.offset, finding: this.#finding(rule, fault, location, fault.value, path) };
    });
  }

  #finding(
    rule: RuleHead,
    fault: Fault,
    location: Place,
    value: string | undefined,
    path: ModelPath,
  ): Finding {
    const values = { ...fault.with, ...(fault.expected === undefined ? {} : { attendu: fault.expected }) };
    return {
      code: rule.code,
      severity: rule.severity,
      layer: rule.layer,
      message: { fr: fillFrench(rule.text, values), en: fillEnglish(rule.text, values) },
      location,
      ...(path.length > 0 ? { path } : {}),
      ...(value === undefined ? {} : { value: cut(value) }),
      ...(fault.expected === undefined ? {} : { expected: cut(plainText(fault.expected)) }),
      suggestion: typeset(fault.suggestion ?? rule.help),
      ruleUrl: this.#origin.ruleUrl(rule.code),
    };
  }

  /** Lot and line by the ids that their authors gave them; of an offer's line, the line of needs it answers. */
  #lines(path: ModelPath): Pick<Place, 'lot' | 'ligne'> {
    const [list, index, lines, lineIndex] = path;
    if (typeof index !== 'number') return {};
    const at = [list ?? '', index];
    switch (list) {
      case 'lots':
        return this.#named(
          [...at, 'id'],
          typeof lineIndex === 'number' ? [...at, lines ?? '', lineIndex] : [],
        );
      // Articles of a catalogue, and what a question is about, name their lot themselves.
      case 'lines':
      case 'subjects':
        return this.#named([...at, 'lot'], at);
      default:
        return {};
    }
  }

  #named(lotPath: ModelPath, linePath: ModelPath): Pick<Place, 'lot' | 'ligne'> {
    const lot = this.#valueAt(lotPath);
    const [of] = linePath.slice(-2);
    const isLine = of === 'lines' || of === 'subjects';
    const keys = of === 'subjects' ? ['line'] : ['needLine', 'id'];
    const line = isLine
      ? keys.map((key) => this.#valueAt([...linePath, key])).find((text) => text !== undefined)
      : undefined;
    return { ...(lot === undefined ? {} : { lot }), ...(line === undefined ? {} : { ligne: line }) };
  }

  #valueAt(path: ModelPath): string | undefined {
    return textAt(this.#origin.message, path);
  }

  #rowAt(path: ModelPath): Field | Group | undefined {
    const { message } = this.#origin;
    return message && rowAt(messages[message.type], path);
  }
}

/** XPaths of all readers in one form: positions of one, conditions and the name of the root are left out. */
export function comparableXPath(xpath: string): string {
  return xpath
    .replaceAll(/\[(?!\d+\])[^\]]*\]/g, '')
    .replaceAll('[1]', '')
    .replace(/^\/[^/]+/, '/*');
}

/** The row of the field table that a property belongs to. */
function rowAt(definition: MessageDefinition, path: ModelPath): Field | Group | undefined {
  let nodes: readonly Node[] = definition.children;
  let found: Field | Group | undefined;
  for (const key of path) {
    if (typeof key === 'number') continue;
    found = nodes.find((node): node is Field | Group => node.kind !== 'constant' && node.key === key);
    if (!found) return undefined;
    nodes = found.kind === 'group' ? found.children : [];
  }
  return found;
}

/** The lot and the line within which an element stands, by its XPath. */
function listPath(message: DraftMessage, xpath: string): ModelPath {
  const article = /\/cac:CatalogueLine(?:\[(\d+)\])?(?:\/|$)/.exec(xpath);
  if (article) return 'lines' in message ? ['lines', Number(article[1] ?? '1') - 1] : [];
  const [, lot] = /\/cac:(?:ProcurementProjectLot|TenderedProject)(?:\[(\d+)\])?(?:\/|$)/.exec(xpath) ?? [];
  if (!/\/cac:(?:ProcurementProjectLot|TenderedProject)/.test(xpath) || !('lots' in message)) return [];
  const path = ['lots', Number(lot ?? '1') - 1];
  const line = /\/cac:(?:RequestForTenderLine|TenderLine)(?:\[(\d+)\])?(?:\/|$)/.exec(xpath);
  return line ? [...path, 'lines', Number(line[1] ?? '1') - 1] : path;
}

function textAt(message: unknown, path: ModelPath): string | undefined {
  let value: unknown = message;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

function named(row: Field | Group | undefined): Pick<Place, 'champ'> {
  return row ? { champ: row.fr } : {};
}

function onlyPlace({ xpath, line }: FilePlace): Pick<Place, 'xpath' | 'line'> {
  return { ...(xpath === undefined ? {} : { xpath }), ...(line === undefined ? {} : { line }) };
}

function cut(text: string): string {
  const wellFormed = text.toWellFormed();
  return wellFormed.length > longestValue
    ? `${wellFormed.slice(0, longestValue).toWellFormed()}…`
    : wellFormed;
}

import { posix } from 'node:path';
import { XlsxError } from '../error.ts';
import { contentTypesPart } from '../opc/content-types.ts';
import type { OpcPackage } from '../opc/package.ts';
import { relationshipsPartOf } from '../opc/relationships.ts';
import {
  contentTypeOf,
  overrideXml,
  relationshipXml,
  relationshipsXml,
  type RelationshipInput,
} from '../write/package-parts.ts';
import { decodeXml } from '../xml/decode-xml.ts';
import { escapeXml } from '../xml/xml-text.ts';
import type { Notes } from './edit-comments.ts';

/** The parts of a package while it is edited: those that nobody touches go on byte for byte. */
export class PartsInProgress {
  readonly #parts: Map<string, Uint8Array | string>;
  readonly #opc: OpcPackage;

  constructor(opc: OpcPackage) {
    this.#opc = opc;
    this.#parts = new Map([...opc.parts.keys()].map((part) => [part, opc.readBytes(part)]));
  }

  all(): ReadonlyMap<string, Uint8Array | string> {
    return this.#parts;
  }

  /** Throws `XlsxError` `xlsx/damaged` when there is none. What is set again is UTF-8, whatever it was. */
  text(part: string): string {
    const content = this.#parts.get(part);
    if (content === undefined) throw new XlsxError('xlsx/damaged', part);
    return typeof content === 'string' ? content : [...decodeXml([content], part)].join('');
  }

  set(part: string, xml: string): void {
    this.#parts.set(
      part,
      xml.replace(/^(<\?xml[^>]*?)\sencoding=(?:"[^"]*"|'[^']*')/, '$1 encoding="UTF-8"'),
    );
  }

  delete(part: string): void {
    this.#parts.delete(part);
  }

  /** A styles part for a workbook that has none; its name. */
  addStyles(xml: string): string {
    const part = this.#freePart('xl/styles', '.xml');
    this.set(part, xml);
    this.#declare(part, contentTypeOf.styles);
    this.#relate(this.#opc.workbookPart, { id: 'rIdStylesAdded', kind: 'styles', target: `/${part}` });
    return part;
  }

  /** A sheet at the end of the workbook, still without a content; its part. */
  addSheet(name: string, contentType: string): string {
    const part = this.#freePart('xl/worksheets/sheet', '.xml');
    const workbook = this.text(this.#opc.workbookPart);
    const ids = [...workbook.matchAll(/\bsheetId="(\d+)"/g)].map(([, id]) => Number(id));
    const relationshipId = `rIdSheet${ids.length + 1}`;
    const closing = /<\/((?:[\w.-]+:)?)sheets>/.exec(workbook);
    if (!closing) throw new XlsxError('xlsx/damaged', this.#opc.workbookPart);
    const sheet = `<${closing[1] ?? ''}sheet name="${escapeXml(name)}" sheetId="${Math.max(0, ...ids) + 1}" xmlns:lr="http://schemas.openxmlformats.org/officeDocument/2006/relationships" lr:id="${relationshipId}"/>`;
    this.set(this.#opc.workbookPart, insertAt(workbook, closing.index, sheet));
    this.#declare(part, contentType);
    this.#relate(this.#opc.workbookPart, { id: relationshipId, kind: 'worksheet', target: `/${part}` });
    this.set(part, '');
    return part;
  }

  /** Comments for a sheet that has none. */
  addNotes(sheetPart: string, notes: Notes): void {
    const comments = this.#freePart('xl/comments', '.xml');
    const drawing = this.#freePart('xl/drawings/vmlDrawing', '.vml');
    this.set(comments, notes.comments);
    this.set(drawing, notes.drawing);
    this.#declare(comments, contentTypeOf.comments);
    this.#declare(drawing, contentTypeOf.drawing);
    this.#relate(sheetPart, { id: 'rIdNotesAdded', kind: 'vmlDrawing', target: `/${drawing}` });
    this.#relate(sheetPart, { id: 'rIdCommentsAdded', kind: 'comments', target: `/${comments}` });
    this.#referToDrawing(sheetPart);
  }

  /** `legacyDrawing` has its place among the last children of a worksheet (ECMA-376-1 §18.3.1.99). */
  #referToDrawing(sheetPart: string): void {
    const xml = this.text(sheetPart).replace(/<(?:[\w.-]+:)?legacyDrawing\s[^>]*\/>/, '');
    const next =
      /<(?:[\w.-]+:)?(?:legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)[\s/>]/.exec(
        xml,
      ) ?? /<\/(?:[\w.-]+:)?worksheet>/.exec(xml);
    const prefix = /<((?:[\w.-]+:)?)worksheet[\s>]/.exec(xml)?.[1] ?? '';
    const element = `<${prefix}legacyDrawing xmlns:lr="http://schemas.openxmlformats.org/officeDocument/2006/relationships" lr:id="rIdNotesAdded"/>`;
    this.set(sheetPart, insertAt(xml, next?.index ?? xml.length, element));
  }

  #freePart(stem: string, extension: string): string {
    const lowerCase = new Set([...this.#parts.keys()].map((part) => part.toLowerCase()));
    let number = 1;
    while (lowerCase.has(`${stem}${number}${extension}`.toLowerCase())) number++;
    return posix.normalize(`${stem}${number}${extension}`);
  }

  #declare(part: string, contentType: string): void {
    this.#insertBeforeEnd(contentTypesPart, 'Types', overrideXml(part, contentType));
  }

  #relate(source: string, relationship: RelationshipInput): void {
    const part = relationshipsPartOf(source);
    if (this.#parts.has(part)) this.#insertBeforeEnd(part, 'Relationships', relationshipXml(relationship));
    else this.set(part, relationshipsXml([relationship]));
  }

  #insertBeforeEnd(part: string, root: string, element: string): void {
    const xml = this.text(part);
    const closing = new RegExp(`</((?:[\\w.-]+:)?)${root}>`).exec(xml);
    const blank = new RegExp(`(<((?:[\\w.-]+:)?)${root}\\b[^>]*?)/>\\s*$`).exec(xml);
    if (closing) {
      const prefixed = element.replace(/^</, `<${closing[1] ?? ''}`);
      this.set(part, insertAt(xml, closing.index, prefixed));
    } else if (blank)
      this.set(part, `${xml.slice(0, blank.index)}${blank[1]}>${element}</${blank[2]}${root}>`);
    else throw new XlsxError('xlsx/damaged', part);
  }
}

function insertAt(text: string, at: number, inserted: string): string {
  return text.slice(0, at) + inserted + text.slice(at);
}

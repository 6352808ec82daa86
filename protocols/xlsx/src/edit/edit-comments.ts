import { formatAddress } from '../address.ts';
import type { XlsxLimits } from '../limits.ts';
import type { Comment } from '../read/workbook.ts';
import { readComments } from '../read/read-comments.ts';
import { openBudget } from '../read/text-budget.ts';
import { commentXml, commentsXml, drawingXml, shapeXml } from '../write/comments-xml.ts';
import { readXml } from '../xml/read-xml.ts';
import { escapeXml } from '../xml/xml-text.ts';
import { spliceText, type Splice } from './splice.ts';

/** The two parts that hold the notes of a sheet. */
export type Notes = { readonly comments: string; readonly drawing: string };

/** Identifiers of shapes that the notes of another writer are unlikely to have. */
const firstShape = 60_000;

/**
 * The notes that a sheet shall have. Those that stay as they were keep their formatting, size and shape; controls that
 * share the drawing stay too. Throws `XlsxError`.
 */
export function editNotes(
  existing: Notes | undefined,
  wanted: (existing: readonly Comment[]) => readonly Comment[],
  part: string,
  limits: XlsxLimits,
): Notes {
  if (!existing) {
    const comments = wanted([]);
    return { comments: commentsXml(comments), drawing: drawingXml(comments) };
  }
  const before = readComments([existing.comments], part, limits, openBudget(limits));
  const after = wanted(before);
  const keyOf = (comment: Comment): string => JSON.stringify([formatAddress(comment), comment.text]);
  const staying = new Set(after.map(keyOf));
  const there = new Set(before.map(keyOf));
  const isGone = before.map((comment) => !staying.has(keyOf(comment)));
  const added = after.filter((comment) => !there.has(keyOf(comment)));
  const removed = before.filter((_, index) => isGone[index]);
  return {
    comments: editComments(existing.comments, part, isGone, added, limits),
    drawing: editDrawing(existing.drawing, removed, added),
  };
}

function editComments(
  xml: string,
  part: string,
  isGone: readonly boolean[],
  added: readonly Comment[],
  limits: XlsxLimits,
): string {
  const splices: Splice[] = [];
  const authors = [...new Set(added.map(({ author }) => author))];
  let authorCount = 0;
  let index = -1;
  let from = 0;
  let prefix = '';
  const inPrefix = (text: string): string =>
    prefix === '' ? text : text.replaceAll(/<(\/?)(?=\w)/g, `<$1${prefix}`);
  const insertBefore = (position: number, text: string): void => {
    const at = xml.lastIndexOf('<', position - 1);
    splices.push({ from: at, to: at, text: inPrefix(text) });
  };
  readXml([xml], part, limits, {
    open(name, tag, { position }) {
      if (name === 'comments') prefix = tag.prefix === '' ? '' : `${tag.prefix}:`;
      if (name === 'author') authorCount++;
      if (name !== 'comment') return;
      index++;
      from = xml.lastIndexOf('<', position - 1);
    },
    close(name, { position }) {
      if (name === 'comment' && isGone[index]) splices.push({ from, to: position, text: '' });
      if (name === 'authors')
        insertBefore(position, authors.map((author) => `<author>${escapeXml(author)}</author>`).join(''));
      if (name === 'commentList')
        insertBefore(
          position,
          added.map((comment) => commentXml(comment, authorCount + authors.indexOf(comment.author))).join(''),
        );
    },
  });
  return spliceText(xml, splices);
}

function editDrawing(xml: string, removed: readonly Comment[], added: readonly Comment[]): string {
  const gone = new Set(removed.map(({ row, column }) => `${row - 1} ${column - 1}`));
  const isGone = (shape: string): boolean => {
    const row = /<x:Row>\s*(\d+)\s*<\/x:Row>/.exec(shape)?.[1];
    const column = /<x:Column>\s*(\d+)\s*<\/x:Column>/.exec(shape)?.[1];
    return shape.includes('ObjectType="Note"') && gone.has(`${row} ${column}`);
  };
  const kept = withoutShapes(xml, isGone);
  const shapes = added.map((comment, index) => shapeXml(comment, firstShape + index)).join('');
  return kept.replace(/<\/xml>\s*$/, () => `${shapes}</xml>`);
}

/** Passes over the drawing once, whatever it holds: it is another program's. */
function withoutShapes(xml: string, isGone: (shape: string) => boolean): string {
  const end = '</v:shape>';
  let kept = '';
  let at = 0;
  for (let close = xml.indexOf(end); close >= 0; close = xml.indexOf(end, at)) {
    const piece = xml.slice(at, close + end.length);
    const start = Math.max(...[' ', '\t', '\r', '\n'].map((space) => piece.lastIndexOf(`<v:shape${space}`)));
    kept += start >= 0 && isGone(piece.slice(start)) ? piece.slice(0, start) : piece;
    at = close + end.length;
  }
  return kept + xml.slice(at);
}

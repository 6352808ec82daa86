import { parseAddress } from '../address.ts';
import type { XlsxLimits } from '../limits.ts';
import { attributeOf, readXml } from '../xml/read-xml.ts';
import { unescapeCellText } from '../xml/xml-text.ts';
import type { Budget } from './text-budget.ts';
import type { Comment } from './workbook.ts';

/** Notes on cells (ECMA-376-1 §18.7.6). Threaded comments of Excel 365 leave their text here too. */
export function readComments(
  texts: Iterable<string>,
  part: string,
  limits: XlsxLimits,
  budget: Budget,
): Comment[] {
  const authors: string[] = [];
  const comments: Comment[] = [];
  let heard = '';
  let author = '';
  let reference = '';
  readXml(texts, part, limits, {
    open(name, tag) {
      if (name === 'comment') {
        author = authors[Number(attributeOf(tag, 'authorId'))] ?? '';
        reference = attributeOf(tag, 'ref') ?? '';
      }
      if (name === 'comment' || name === 'author') heard = '';
    },
    text(value) {
      heard += value;
      budget.spendText(value.length, part);
    },
    close(name) {
      if (name === 'author') authors.push(heard);
      const address = parseAddress(reference);
      if (name === 'comment' && address) comments.push({ ...address, author, text: unescapeCellText(heard) });
    },
  });
  return comments;
}

import { formatAddress } from '../address.ts';
import type { Comment } from '../read/workbook.ts';
import { escapeXml } from '../xml/xml-text.ts';
import { textXml, xmlHead } from './sheet-xml.ts';

/** The comments part (ECMA-376-1 §18.7.6). */
export function commentsXml(comments: readonly Comment[]): string {
  const authors = [...new Set(comments.map(({ author }) => author))];
  const sorted = comments.toSorted((a, b) => a.row - b.row || a.column - b.column);
  return [
    `${xmlHead}<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`,
    `<authors>${authors.map((author) => `<author>${escapeXml(author)}</author>`).join('')}</authors><commentList>`,
    ...sorted.map((comment) => commentXml(comment, authors.indexOf(comment.author))),
    '</commentList></comments>',
  ].join('');
}

export function commentXml(comment: Comment, author: number): string {
  return (
    `<comment ref="${formatAddress(comment)}" authorId="${author}">` +
    `<text><r><rPr><sz val="9"/><color indexed="81"/><rFont val="Tahoma"/><family val="2"/></rPr>` +
    `${textXml(comment.text)}</r></text></comment>`
  );
}

/** Excel shows no comment without its shape in VML (ECMA-376-4 §14.1, §19.4). */
export function drawingXml(comments: readonly Comment[]): string {
  return [
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">',
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>',
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>',
    ...comments.map((comment, index) => shapeXml(comment, index)),
    '</xml>',
  ].join('');
}

/** A note beside its cell, as high as its text needs; `index` makes its identifier. */
export function shapeXml({ row, column, text }: Comment, index: number): string {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 38)), 0);
  const top = Math.max(0, row - 2);
  const anchor = `${column}, 12, ${top}, 4, ${column + 3}, 40, ${top + Math.min(24, lines + 1)}, 8`;
  return (
    `<v:shape id="_x0000_s${1025 + index}" type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#FFFFE1" o:insetmode="auto">` +
    '<v:fill color2="#FFFFE1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>' +
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>' +
    `<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>${anchor}</x:Anchor>` +
    `<x:AutoFill>False</x:AutoFill><x:Row>${row - 1}</x:Row><x:Column>${column - 1}</x:Column></x:ClientData></v:shape>`
  );
}

import { XlsxError } from '../error.ts';
import type { XlsxLimits } from '../limits.ts';
import type { OpcPackage } from '../opc/package.ts';
import { refuseHazardousFormula } from '../opc/refuse-hazards.ts';
import { attributeOf, isOn, readXml, relationshipIdOf, type XmlTag } from '../xml/read-xml.ts';
import type { DefinedName, Visibility } from './workbook.ts';

/** A sheet as the workbook part lists it. */
export type ListedSheet = {
  readonly name: string;
  readonly visibility: Visibility;
  readonly part: string;
};

export type WorkbookPart = {
  /** Worksheets only: a sheet that is one chart holds no cells. */
  readonly sheets: readonly ListedSheet[];
  readonly definedNames: readonly DefinedName[];
  readonly is1904: boolean;
};

/** Reads the workbook part (ECMA-376-1 §18.2.27). Throws `XlsxError`. */
export function readWorkbookPart(opc: OpcPackage, limits: XlsxLimits): WorkbookPart {
  const listed: { name: string; visibility: Visibility; id: string | undefined }[] = [];
  const names: { name: string; sheetIndex: string | undefined; formula: string }[] = [];
  let is1904 = false;
  let heard: { formula: string } | undefined;
  readXml(opc.readText(opc.workbookPart), opc.workbookPart, limits, {
    open(name, tag) {
      if (name === 'workbookPr') is1904 = isOn(tag, 'date1904');
      if (name === 'sheet')
        listed.push({
          name: attributeOf(tag, 'name') ?? '',
          visibility: visibilityOf(tag),
          id: relationshipIdOf(tag),
        });
      if (name !== 'definedName') return;
      const defined = {
        name: attributeOf(tag, 'name') ?? '',
        sheetIndex: attributeOf(tag, 'localSheetId'),
        formula: '',
      };
      names.push(defined);
      heard = defined;
    },
    text(value) {
      if (heard) heard.formula += value;
    },
    close() {
      heard = undefined;
    },
  });
  if (listed.length > limits.sheets) throw new XlsxError('xlsx/too-many-sheets');
  return {
    is1904,
    sheets: listed.flatMap(({ name, visibility, id }) => {
      const relationship = opc.relationshipsOf(opc.workbookPart).find((one) => one.id === id);
      if (!relationship) throw new XlsxError('xlsx/damaged', name);
      return relationship.kind === 'worksheet' ? { name, visibility, part: relationship.target } : [];
    }),
    definedNames: names.map(({ name, sheetIndex, formula }) => {
      refuseHazardousFormula(formula, name);
      const sheet = sheetIndex === undefined ? undefined : listed[Number(sheetIndex)]?.name;
      return { name, sheet, formula };
    }),
  };
}

function visibilityOf(tag: XmlTag): Visibility {
  const state = attributeOf(tag, 'state');
  return state === 'hidden' || state === 'veryHidden' ? state : 'visible';
}

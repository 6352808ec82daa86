/** An offer as UBL, of as many lines as asked for, over lots of ten lines each: rich enough to be altered anywhere. */
export function makeOffer(lineCount: number): string {
  const lots = Math.ceil(lineCount / 10);
  const body = Array.from({ length: lots }, (_, lot) =>
    makeLot(lot + 1, Math.min(10, lineCount - lot * 10)),
  ).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<Tender xmlns="urn:oasis:names:specification:ubl:schema:xsd:Tender-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2">
<cbc:UBLVersionID>2.3</cbc:UBLVersionID><cbc:CustomizationID>urn:liaison:mio:trns:m20:1</cbc:CustomizationID>
<cbc:ID schemeURI="urn:uuid">243a177f-e4e9-4fc8-b97e-bb1a950dd8f8</cbc:ID><cbc:ContractFolderID>06-047C</cbc:ContractFolderID>
<cbc:IssueDate>2026-06-01</cbc:IssueDate><cbc:IssueTime>10:00:00Z</cbc:IssueTime>
<cac:TendererParty><cac:PartyName><cbc:Name>Richer &amp; Cie</cbc:Name></cac:PartyName></cac:TendererParty>
${body}
</Tender>
`;
}

function makeLot(lot: number, lines: number): string {
  const body = Array.from({ length: lines }, (_, line) =>
    makeLine(`${lot}.${line + 1}`, lot * 10 + line),
  ).join('');
  return `<cac:TenderedProject><cac:ProcurementProjectLot><cbc:ID schemeID="Lot">${lot}</cbc:ID></cac:ProcurementProjectLot>${body}</cac:TenderedProject>`;
}

function makeLine(id: string, seed: number): string {
  const price = `${(seed * 37) % 900}.${String(seed % 100_000).padStart(5, '0')}`;
  return `
<cac:TenderLine><cbc:ID>${id}</cbc:ID><cbc:Note>Livré “stérile” &lt; 8 °C, à l'unité</cbc:Note><cbc:Quantity unitCode="H87">${seed * 12}</cbc:Quantity>
  <cac:Item><cbc:Name>Prothèse n° ${seed}</cbc:Name><cac:StandardItemIdentification><cbc:ID schemeID="0160">0${3_400_000_000_000 + seed}</cbc:ID></cac:StandardItemIdentification></cac:Item>
  <cac:OfferedItemLocationQuantity><cac:Price><cbc:PriceAmount currencyID="EUR">${price}</cbc:PriceAmount><cbc:BaseQuantity unitCode='H87'>1</cbc:BaseQuantity></cac:Price></cac:OfferedItemLocationQuantity>
</cac:TenderLine>`;
}

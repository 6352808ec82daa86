/** Periods offered over the list of exams, in hours; `all` asks for everything. */
export const periods = [
  { value: '1', label: '1 h' },
  { value: '24', label: '24 h' },
  { value: '168', label: '7 jours' },
  { value: 'all', label: 'Toutes dates' },
] as const;
export type Period = (typeof periods)[number]['value'];

/** Modality codes (PS3.3 section C.7.3.1.1.1) that people look for, under the names they use. */
export const modalities = [
  { value: 'all', label: 'Toutes' },
  { value: 'CT', label: 'Scanner' },
  { value: 'MR', label: 'IRM' },
  { value: 'XA', label: 'Angiographie' },
  { value: 'DX', label: 'Radio' },
  { value: 'US', label: 'Écho' },
] as const;
export type ModalityChoice = (typeof modalities)[number]['value'];

/** Kept in the page's address: what holds no patient data. The words searched never go there. */
export function readFilter(params: URLSearchParams): { period: Period; modality: ModalityChoice } {
  return {
    period: periods.find((each) => each.value === params.get('periode'))?.value ?? '24',
    modality: modalities.find((each) => each.value === params.get('modalite'))?.value ?? 'all',
  };
}

const names = new Map<string, string>(
  modalities.filter((each) => each.value !== 'all').map((each) => [each.value, each.label]),
);

/** What matters among a study's modalities, in French: not the key objects and reports that go with the images. */
export function describeModalities(codes: readonly string[]): string {
  const shown = codes.filter((code) => !['KO', 'PR', 'SR', 'OT', 'SC'].includes(code));
  const kept = shown.length > 0 ? shown : codes;
  return kept.map((code) => names.get(code) ?? code).join(' + ');
}

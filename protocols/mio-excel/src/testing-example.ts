import type { NeedsMessage } from './write/write-model.ts';

/** Needs like those of a real consultation: lots of a few lines, CLADIMED classes, requirements, quantities. */
export function exampleNeeds({ lots = 3, linesPerLot = 2 } = {}): NeedsMessage {
  return {
    type: 'M10',
    header: {
      messageId: '6f1c1f5e-06a0-4c7b-8047-c00000000001',
      isTest: true,
      standardVersion: '1.0',
      createdAt: '2026-11-02T08:00:00Z',
      sender: { scheme: 'FINESS', id: '990000047' },
    },
    consultation: {
      id: '06-047C',
      version: 1,
      title: 'Prothèses articulaires et ciments orthopédiques',
      procedure: 'AOO',
      deadline: '2026-12-11T16:00:00+01:00',
      validityDays: 180,
      variantsAllowed: true,
    },
    buyer: { party: { name: 'Hôpital Pasteur', finess: '990000047' } },
    lots: Array.from({ length: lots }, (_, lot) => ({
      id: String(lot + 1),
      title: `${titles[lot % titles.length]}`,
      lines: Array.from({ length: linesPerLot }, (_, line) => ({
        id: `${lot + 1}.${line + 1}`,
        quantity: String(20 * (line + 1)),
        unit: 'H87' as const,
        minimum: '5',
        maximum: '100',
        item: {
          name: `${titles[lot % titles.length]}, ${line % 2 === 0 ? 'taille standard' : 'grande taille'}`,
          cladimed: 'P51AA01',
          requirements: [
            { name: 'Stérile', value: 'oui' },
            { name: 'Diamètre', value: `${44 + 2 * line} mm` },
          ],
          isEquivalentAccepted: true,
        },
      })),
    })),
  };
}

const titles = [
  'Tige fémorale cimentée',
  'Cotyle non cimenté à double mobilité',
  'Ciment orthopédique radio-opaque aux antibiotiques',
];

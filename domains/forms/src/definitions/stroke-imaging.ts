import type { FieldOf, FillableField } from '../model.ts';
import { options, sides } from './options.ts';

/** ASPECTS: 10 minus the regions reached; "aucune" says 10, an empty answer says nothing. */
export const aspectsField: FieldOf<'multi'> = {
  kind: 'multi',
  id: 'aspects-regions',
  label: 'ASPECTS',
  help: 'Cochez les régions atteintes\u00a0: 10 moins le nombre de régions.',
  options: options({
    none: 'Aucune région atteinte',
    caudate: 'C – noyau caudé',
    lentiform: 'L – noyau lenticulaire',
    'internal-capsule': 'IC – capsule interne',
    insula: 'I – ruban insulaire',
    m1: 'M1',
    m2: 'M2',
    m3: 'M3',
    m4: 'M4',
    m5: 'M5',
    m6: 'M6',
  }),
  exclusive: 'none',
  countedFrom: 10,
};

const sites = options({
  none: 'Aucune',
  ica: 'ACI',
  'carotid-t': 'T carotidien',
  m1: 'M1',
  m2: 'M2',
  aca: 'ACA',
  pca: 'ACP',
  basilar: 'Basilaire',
  vertebral: 'Vertébrale',
  tandem: 'Tandem',
});

export const occlusionFields: FillableField[] = [
  { kind: 'multi', id: 'occlusion', label: 'Occlusion', options: sites, exclusive: 'none' },
  {
    kind: 'choice',
    id: 'occlusion-side',
    label: 'Occlusion\u00a0: côté',
    options: sides,
    visibleWhen: {
      field: 'occlusion',
      in: sites.map((site) => site.value).filter((site) => site !== 'none'),
    },
  },
];

import { describe, expect, it } from 'vitest';
import { chooseKeySeries, explainNotShown, sortImages, type ChoiceSeries } from './model.ts';

const axial = [1, 0, 0, 0, 1, 0];
const sagittal = [0, 1, 0, 0, 0, -1];

const image = {
  rows: 512,
  columns: 512,
  bits_allocated: 16,
  samples_per_pixel: 1,
  photometric_interpretation: 'MONOCHROME2',
  unshowable: null,
  transfer_syntax_uid: '1.2.840.10008.1.2.1',
  image_type: ['ORIGINAL', 'PRIMARY', 'AXIAL'],
  slice_thickness: 1,
  image_orientation: axial,
  window_width: 80,
};

function series(given: Partial<ChoiceSeries>, images: Partial<typeof image> = {}, count = 10): ChoiceSeries {
  return {
    modality: 'CT',
    description: '',
    series_number: 1,
    body_part: '',
    contrast_agent: '',
    convolution_kernel: '',
    images: Array.from({ length: count }, () => ({ ...image, ...images })),
    ...given,
  };
}

describe('the series to open first', () => {
  it('is the thin soft-tissue axial brain without contrast', () => {
    const all = [
      series({ description: 'Scout' }, { image_type: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }, 2),
      series(
        { description: 'Angio TSA', contrast_agent: 'IOMERON', body_part: 'HEAD' },
        { slice_thickness: 0.6 },
        600,
      ),
      series({ description: 'Crâne os', convolution_kernel: 'BONEPLUS' }, {}, 200),
      series({ description: 'Crâne 5 mm' }, { slice_thickness: 5 }, 30),
      series({ description: 'Crâne sans injection', convolution_kernel: 'STANDARD' }, {}, 180),
      series({ description: 'Crâne MPR sagittal' }, { image_orientation: sagittal }, 300),
      series({ modality: 'SR', description: 'Dose Report' }, { unshowable: null }, 1),
    ];
    expect(chooseKeySeries(all)).toBe(4);
  });

  it('takes injected, bony or thick images when there is nothing else', () => {
    expect(
      chooseKeySeries([
        series({ description: 'Topogramme' }),
        series({ description: 'Angio', contrast_agent: 'x' }),
      ]),
    ).toBe(1);
    expect(
      chooseKeySeries([series({ convolution_kernel: 'H70h' }), series({ convolution_kernel: 'H30s' })]),
    ).toBe(1);
  });

  it('is elsewhere the largest axial one that can be drawn', () => {
    const all = [
      series({ modality: 'MR', description: 'T1' }, { image_orientation: sagittal }, 400),
      series({ modality: 'MR', description: 'FLAIR' }, {}, 40),
      series({ modality: 'MR', description: 'Diffusion' }, {}, 90),
      series({ modality: 'MR', description: 'T2' }, { transfer_syntax_uid: '1.2.840.10008.1.2.4.102' }, 900),
    ];
    expect(chooseKeySeries(all)).toBe(2);
  });

  it('is none of no series', () => {
    expect(chooseKeySeries([])).toBe(-1);
  });
});

const at = (
  position: number[] | null,
  instance_number: number | null,
  orientation: number[] | null = axial,
) => ({
  image_position: position,
  image_orientation: orientation,
  instance_number,
  sop_instance_uid: `1.${instance_number}`,
});

const numbers = (images: ReturnType<typeof at>[]) => sortImages(images).map((one) => one.instance_number);

describe('the order of images', () => {
  it('follows the slice axis, whatever the numbers', () => {
    expect(numbers([at([0, 0, 10], 1), at([0, 0, -5], 2), at([0, 0, 2.5], 3)])).toEqual([2, 3, 1]);
  });

  it('follows the tilted axis of a tilted gantry', () => {
    const tilted = [1, 0, 0, 0, 0.94, -0.342];
    // Depth along the normal (0, 0.342, 0.94) falls here while z rises.
    expect(numbers([at([0, -30, 10], 1, tilted), at([0, 0, 5], 2, tilted)])).toEqual([1, 2]);
  });

  it('follows InstanceNumber where orientations differ or are missing', () => {
    expect(numbers([at([0, 0, 9], 3), at([0, 0, 1], 7, sagittal), at(null, 1, null)])).toEqual([1, 3, 7]);
    expect(numbers([at(null, null, null), at(null, 2, null)])).toEqual([2, null]);
  });

  it('parts images of one place by their number', () => {
    expect(numbers([at([0, 0, 1], 12), at([0, 0, 1], 2), at([0, 0, 0], 30)])).toEqual([30, 2, 12]);
  });
});

describe('why a series is not shown', () => {
  it('is told when nothing of it can be drawn, and only then', () => {
    const compressed = { ...image, transfer_syntax_uid: '1.2.840.10008.1.2.4.102' };
    expect(explainNotShown('CT', [compressed])).toBe(
      'Compression «\u00a0Vidéo H.264 HP 4.1\u00a0» pas affichable ici.',
    );
    expect(explainNotShown('CT', [compressed, image])).toBeNull();
    expect(explainNotShown('CT', [{ ...image, transfer_syntax_uid: '1.2.840.10008.1.2.4.201' }])).toBeNull();
    expect(
      explainNotShown('US', [
        { ...image, bits_allocated: 8, samples_per_pixel: 4, photometric_interpretation: 'CMYK' },
      ]),
    ).toContain('CMYK');
    expect(
      explainNotShown('US', [
        { ...image, bits_allocated: 8, samples_per_pixel: 3, photometric_interpretation: 'YBR_FULL_422' },
      ]),
    ).toBeNull();
    expect(explainNotShown('XX', [{ ...image, unshowable: 'no-pixels' }])).toBe('Objet sans image (XX).');
  });
});

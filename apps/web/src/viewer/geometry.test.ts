import { describe, expect, it } from 'vitest';
import { hasHoles, slicePosition } from './geometry.ts';

const axial = (z: number) => ({
  imagePosition: [-100, -100, z] as [number, number, number],
  imageOrientation: [1, 0, 0, 0, 1, 0],
});
const stack = (...heights: number[]) => heights.map(axial);

describe('slice positions', () => {
  it('are measured along the normal of the slice', () => {
    expect(slicePosition(axial(12.5))).toBe(12.5);
    const tilted = {
      imagePosition: [0, 0, 10] as [number, number, number],
      imageOrientation: [1, 0, 0, 0, 0.8, -0.6],
    };
    expect(slicePosition(tilted)).toBeCloseTo(8, 10);
    const sagittal = {
      imagePosition: [30, 0, 0] as [number, number, number],
      imageOrientation: [0, 1, 0, 0, 0, -1],
    };
    expect(slicePosition(sagittal)).toBeCloseTo(-30, 10);
  });

  it('are unknown where the image does not say', () => {
    expect(slicePosition({ imagePosition: null, imageOrientation: [1, 0, 0, 0, 1, 0] })).toBeNull();
    expect(slicePosition({ imagePosition: [0, 0, 0], imageOrientation: null })).toBeNull();
  });
});

describe('holes in a stack', () => {
  it('are seen where a slice is missing', () => {
    expect(hasHoles(stack(0, 5, 10, 20, 25, 30))).toBe(true);
    expect(hasHoles(stack(30, 25, 20, 10, 5, 0))).toBe(true);
  });

  it('are not seen in an even stack, nor where the thickness changes', () => {
    expect(hasHoles(stack(0, 5, 10, 15, 20, 25))).toBe(false);
    expect(hasHoles(stack(0, 2.5, 5, 7.5, 12.5, 17.5, 22.5))).toBe(false);
  });

  it('are not seen in slices that share a position, as in time series', () => {
    expect(hasHoles(stack(0, 0, 0, 5, 5, 5, 10, 10, 10))).toBe(false);
  });
});

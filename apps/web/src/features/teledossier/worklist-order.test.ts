import { describe, expect, it } from 'vitest';
import { orderRows, orderSections, stepSelection } from './worklist-order.ts';

const row = (id: string, urgency: 'urgent' | 'normal', minute: number) => ({
  id,
  urgency,
  since: `2026-11-20T10:${String(minute).padStart(2, '0')}:00.000Z`,
});

describe('orderRows', () => {
  it('puts urgent rows first, then the oldest', () => {
    const rows = [
      row('a', 'normal', 1),
      row('b', 'urgent', 30),
      row('c', 'normal', 0),
      row('d', 'urgent', 10),
    ];
    expect(orderRows(rows).map((one) => one.id)).toEqual(['d', 'b', 'c', 'a']);
  });
});

describe('orderSections', () => {
  it('hides empty sections and keeps the others in their place', () => {
    const sections = [
      { section: 'brouillons', rows: [row('a', 'urgent', 0)], total: 1 },
      { section: 'pris-par-moi', rows: [], total: 1 },
      { section: 'a-prendre', rows: [row('b', 'normal', 0)], total: 1 },
    ];
    expect(orderSections(sections).map((one) => one.section)).toEqual(['a-prendre', 'brouillons']);
  });
});

describe('stepSelection', () => {
  it('moves by one and stays at the ends', () => {
    expect(stepSelection(['a', 'b'], 'a', 1)).toBe('b');
    expect(stepSelection(['a', 'b'], 'b', 1)).toBe('b');
    expect(stepSelection(['a', 'b'], 'a', -1)).toBe('a');
  });

  it('starts at the near end when nothing is selected or the row has gone', () => {
    expect(stepSelection(['a', 'b'], null, 1)).toBe('a');
    expect(stepSelection(['a', 'b'], 'gone', -1)).toBe('b');
    expect(stepSelection([], null, 1)).toBeNull();
  });
});

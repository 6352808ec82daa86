import { describe, expect, it } from 'vitest';

import { transition, transitions, type Event, type State } from './upper-layer.ts';

const states: State[] = [
  'Sta1',
  'Sta2',
  'Sta3',
  'Sta4',
  'Sta5',
  'Sta6',
  'Sta7',
  'Sta8',
  'Sta9',
  'Sta10',
  'Sta11',
  'Sta12',
  'Sta13',
];

/** PS3.8 table 9-10, row by row, a dash for an empty cell. Written apart from the code, from the standard. */
const table: Record<Event, string> = {
  'A-ASSOCIATE request': 'AE-1 - - - - - - - - - - - -',
  'transport confirm': '- - - AE-2 - - - - - - - - -',
  'A-ASSOCIATE-AC': '- AA-1 AA-8 - AE-3 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-6',
  'A-ASSOCIATE-RJ': '- AA-1 AA-8 - AE-4 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-6',
  'transport indication': 'AE-5 - - - - - - - - - - - -',
  'A-ASSOCIATE-RQ': '- AE-6 AA-8 - AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-7',
  'A-ASSOCIATE accept': '- - AE-7 - - - - - - - - - -',
  'A-ASSOCIATE reject': '- - AE-8 - - - - - - - - - -',
  'P-DATA request': '- - - - - DT-1 - AR-7 - - - - -',
  'P-DATA-TF': '- AA-1 AA-8 - AA-8 DT-2 AR-6 AA-8 AA-8 AA-8 AA-8 AA-8 AA-6',
  'A-RELEASE request': '- - - - - AR-1 - - - - - - -',
  'A-RELEASE-RQ': '- AA-1 AA-8 - AA-8 AR-2 AR-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-6',
  'A-RELEASE-RP': '- AA-1 AA-8 - AA-8 AA-8 AR-3 AA-8 AA-8 AR-10 AR-3 AA-8 AA-6',
  'A-RELEASE response': '- - - - - - - AR-4 AR-9 - - AR-4 -',
  'A-ABORT request': '- - AA-1 AA-2 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1 AA-1 -',
  'A-ABORT': '- AA-2 AA-3 - AA-3 AA-3 AA-3 AA-3 AA-3 AA-3 AA-3 AA-3 AA-2',
  'transport closed': '- AA-5 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AA-4 AR-5',
  'ARTIM expired': '- AA-2 - - - - - - - - - - AA-2',
  'invalid PDU': '- AA-1 AA-8 - AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-8 AA-7',
};

describe('the upper layer state machine', () => {
  it.each(Object.entries(table))('follows table 9-10 for %s', (event, row) => {
    const found = states.map(
      (state) => Object.entries(transitions).find(([name]) => name === event)?.[1][state] ?? '-',
    );
    expect(found.join(' ')).toBe(row);
  });

  it('leads an accepted and released association back to idle', () => {
    const events: Event[] = [
      'A-ASSOCIATE-RQ',
      'A-ASSOCIATE accept',
      'P-DATA-TF',
      'A-RELEASE-RQ',
      'A-RELEASE response',
      'transport closed',
    ];
    const path: State[] = ['Sta2'];
    for (const event of events)
      path.push(transition(path.at(-1) ?? 'Sta1', event, 'acceptor')?.next ?? 'Sta1');
    expect(path).toEqual(['Sta2', 'Sta3', 'Sta6', 'Sta6', 'Sta8', 'Sta13', 'Sta1']);
  });

  it('parts the two sides of a release collision', () => {
    expect(transition('Sta7', 'A-RELEASE-RQ', 'requestor')?.next).toBe('Sta9');
    expect(transition('Sta7', 'A-RELEASE-RQ', 'acceptor')?.next).toBe('Sta10');
  });
});

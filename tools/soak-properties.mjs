/** Loaded into each test process of the soak: properties that leave their number of runs to fast-check get 50 times more. */
import fc from 'fast-check';

fc.configureGlobal({ numRuns: 5000 });

import fc from 'fast-check';

// Loaded by `npm run test:long` alone. Properties that name their own number of runs keep it.
fc.configureGlobal({ numRuns: 5_000 });

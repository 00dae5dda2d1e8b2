// Lets `node --import` run the TypeScript sources for development: ts-node's ESM loader, without type checks
// (`npm run types` makes those).
import { register } from 'node:module';

register('ts-node/esm/transpile-only', import.meta.url);

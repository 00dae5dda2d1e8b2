import { connectorContract } from '../contract.js';
import { memoryHarness } from './harness.js';

connectorContract('memory', memoryHarness);

import { formatInstant, type Instant } from '../../../../core/time.js';
import { invalid, noContent, type Operation } from '../../call.js';
import { hosted, refused, textIn } from '../call.js';

const MOST_PROPERTIES = 10;
const LARGEST = 64 * 1024;

/** What asks for a run from outside ("Create a repository dispatch event"): it is noted, and the runner is the test's. */
export const dispatchOperations: readonly Operation[] = [
  hosted('POST /repos/{owner}/{repo}/dispatches', 'contents', (call) => {
    const eventType = textIn(call, 'event_type');
    if (eventType === null || eventType === '' || eventType.length > 100) {
      return invalid('event_type', 'event_type must be between 1 and 100 characters');
    }
    const { client_payload: payload = {} } = call.body;
    if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
      return invalid('client_payload', 'client_payload must be an object');
    }
    if (Object.keys(payload).length > MOST_PROPERTIES || JSON.stringify(payload).length >= LARGEST) {
      return refused('Repository', { field: 'client_payload', message: 'client_payload is too large' });
    }
    const at = formatInstant(call.now.getTime() as Instant);
    call.repository.dispatches.push({ eventType, clientPayload: payload as Record<string, unknown>, at });
    call.changed(`dispatch/${eventType}`);
    return noContent;
  }),
];

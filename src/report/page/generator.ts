/** Says of a page who made it: one without it is somebody else's, and is not written over. */
export const GENERATOR = '<meta name="generator" content="Leaver">';

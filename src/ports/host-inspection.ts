/** How the policy repository is protected: what `doctor` looks at. */
export type HostInspection = Record<never, never>;

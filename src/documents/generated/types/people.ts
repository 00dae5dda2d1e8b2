// Generated from schemas/ by scripts/generate.ts: change the schemas, then run it again.
/**
 * An account: its name alone, or its immutable id (and its name, for people to read).
 */
export type Claim =
  | string
  | {
      /**
       * The system's immutable id of the account, as text.
       */
      id?: string;
      /**
       * The account's name in the system.
       */
      name?: string;
    };

/**
 * policies/people/*.yaml: the roster, in any number of files.
 */
export interface PeopleDocument {
  /**
   * The people who work here, or did.
   */
  people?: Person[];
  /**
   * Non-human identities: bots and CI users, each with a person as its owner.
   */
  services?: Service[];
}
/**
 * A person.
 */
export interface Person {
  /**
   * The person's id, which never changes.
   */
  id: string;
  /**
   * The person's name.
   */
  name: string;
  /**
   * The person's e-mail address.
   */
  email: string;
  /**
   * Whether the person works here.
   */
  status?: 'active' | 'suspended' | 'departed';
  /**
   * From then on the person is departed, whatever the status says.
   */
  leavesAt?: string;
  /**
   * `immediate`: no opt-out holds anything.
   */
  departure?: 'standard' | 'immediate';
  /**
   * The manager: a person's id.
   */
  manager?: string;
  /**
   * The person's roles.
   *
   * Items: A role.
   */
  roles?: string[];
  /**
   * The accounts by system.
   */
  accounts?: {
    [k: string]: Claim;
  };
}
/**
 * A service.
 */
export interface Service {
  /**
   * An id: small letters and digits, joined by single dots, hyphens or underscores.
   */
  id: string;
  /**
   * An id: small letters and digits, joined by single dots, hyphens or underscores.
   */
  owner: string;
  /**
   * The accounts by system.
   */
  accounts?: {
    [k: string]: Claim;
  };
}

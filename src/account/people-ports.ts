/** A person with an account of their own. */
export interface Person {
  readonly accountId: string;
  readonly handle: string;
  readonly name: string;
  /** Lower case. */
  readonly email: string | null;
  readonly emailConfirmedAt: Date | null;
  /** Null: signs in through an issuer only, or is the first start's local user. */
  readonly passwordHash: string | null;
  readonly siteAdmin: boolean;
  readonly locale: string;
  readonly suspended: boolean;
  /** A second factor is confirmed, and asked for at every login. */
  readonly secondFactor: boolean;
}

export interface NewPerson {
  readonly accountId: string;
  readonly handle: string;
  readonly name: string;
  readonly email: string | null;
  readonly emailConfirmedAt: Date | null;
  readonly passwordHash: string | null;
  readonly locale: string;
}

export type Taken = "handle" | "email";

export interface PersonStore {
  find(accountId: string): Promise<Person | null>;
  findByEmail(email: string): Promise<Person | null>;
  /** Makes account and person in one transaction, or tells which unique name is taken. */
  create(person: NewPerson): Promise<Taken | null>;
  rename(accountId: string, change: { readonly name?: string; readonly locale?: string }): Promise<void>;
  /** False when somebody else has the address. */
  changeEmail(accountId: string, email: string, confirmedAt: Date | null): Promise<boolean>;
  changePassword(accountId: string, passwordHash: string, at: Date): Promise<void>;
  /** Replaces a hash by a stronger one of the same password, unless the password was changed meanwhile. */
  rehash(accountId: string, oldHash: string, newHash: string): Promise<void>;
}

/** A new session; only the SHA-256 of its id is stored. */
export interface NewSession {
  readonly idHash: string;
  readonly userId: string;
  readonly createdAt: Date;
  readonly idleUntil: Date;
  readonly absoluteUntil: Date;
  readonly secondFactor: boolean;
  readonly awaitsSecondFactor: boolean;
  readonly remoteAddress: string;
  readonly userAgent: string;
}

export interface OpenSession extends Omit<NewSession, "idHash"> {
  readonly id: string;
  readonly lastUsedAt: Date;
}

/** A session together with whom it stands for. */
export interface SessionOwner {
  readonly session: OpenSession;
  readonly person: Pick<Person, "accountId" | "name" | "siteAdmin">;
}

export interface SessionStore {
  create(session: NewSession): Promise<void>;
  /** Null when it has ended or its person is suspended. */
  find(idHash: string, now: Date): Promise<SessionOwner | null>;
  noteUse(idHash: string, at: Date, idleUntil: Date): Promise<void>;
  list(userId: string, now: Date): Promise<readonly OpenSession[]>;
  end(idHash: string): Promise<void>;
  /** False when the person has no such session. */
  endById(userId: string, id: string): Promise<boolean>;
  endAll(userId: string, exceptIdHash: string | null): Promise<number>;
}

export type LinkKind = "password-reset" | "email-confirmation" | "sign-up" | "sign-in";

/** Something handed out that works once; only the SHA-256 of its token is stored. */
export interface AccessLink {
  readonly id: string;
  readonly kind: LinkKind;
  readonly userId: string | null;
  /** The only address it may be used for; null: any. */
  readonly email: string | null;
  /** Account of whoever handed it out; `anonymous` for what a stranger asked for. */
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly draft: SignUpDraft | null;
}

/** The account that following a sign-up link makes. */
export interface SignUpDraft {
  readonly handle: string;
  readonly name: string;
  readonly locale: string;
  readonly passwordHash: string;
}

export interface LinkStore {
  create(link: AccessLink, tokenHash: string): Promise<void>;
  /** Null when it is unknown, used up or expired. */
  find(kind: LinkKind, tokenHash: string, now: Date): Promise<AccessLink | null>;
  /** False when somebody else was first. */
  use(id: string, now: Date): Promise<boolean>;
  /** Uses up every open link of this kind for the person, so that an older one cannot undo a newer. */
  useAll(userId: string, kind: LinkKind, now: Date): Promise<void>;
}

export interface SecondFactorStore {
  /** Null when none was ever proposed. */
  find(userId: string): Promise<{ readonly secret: string; readonly confirmed: boolean } | null>;
  /** Keeps a secret that is not asked for yet. False when a confirmed one is there. */
  propose(userId: string, secret: string): Promise<boolean>;
  /** Turns the proposed secret on. False when it is on already. */
  confirm(userId: string, step: number, codeHashes: readonly string[], at: Date): Promise<boolean>;
  /** Accepts a time step once; false for this one and all before it from then on. */
  acceptStep(userId: string, step: number): Promise<boolean>;
  /** False when the code is unknown or was used. */
  useRecoveryCode(userId: string, codeHash: string, at: Date): Promise<boolean>;
  recoveryCodesLeft(userId: string): Promise<number>;
  remove(userId: string): Promise<boolean>;
}

/** Time-based one-time passwords (RFC 6238): SHA-1, 6 digits, 30 seconds, which every app knows. */
export interface OneTimeCodes {
  newSecret(): string;
  uri(secret: string, label: string): string;
  /** The time step whose code this is, one step early or late allowed; null when it is none. */
  stepOf(secret: string, code: string, now: Date): number | null;
}

export interface PasswordHasher {
  /** @throws AppError `overloaded` when too many wait already */
  hash(plain: string): Promise<string>;
  /**
   * Costs the same for `null`, an account that is not there or has no password, as for a wrong password.
   *
   * @throws AppError `overloaded` when too many wait already
   */
  verify(plain: string, hash: string | null): Promise<boolean>;
  /** Whether the hash is weaker than a new one would be. */
  isOutdated(hash: string): boolean;
}

/** Attempts per key at a steady pace, with some ahead of it. */
export interface Pace {
  readonly burst: number;
  readonly everyMs: number;
}

export interface AttemptRates {
  /** Null when the attempt may be made, else in how many milliseconds one may. */
  take(key: string, pace: Pace, now: Date): Promise<number | null>;
  forget(key: string): Promise<void>;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Hands a letter to the mail server; false when the service cannot send mail. */
export type SendMail = (mail: Mail) => Promise<boolean>;

/** Letters nobody waits for: how long an answer takes must not tell whether there was somebody to write to. */
export interface Post {
  readonly canSend: boolean;
  /** Writes and sends in the background; null sends nothing. Failures are logged. */
  later(write: () => Promise<Mail | null>): void;
}

export interface SettingStore {
  /** Undefined when nobody chose. */
  read(name: string): Promise<unknown>;
  write(name: string, value: unknown, changedBy: string, at: Date): Promise<void>;
}

/** Randomness and hashing that the slice may not do itself. */
export interface AccountSecrets {
  newId(): string;
  /** 256 random bits, base64url. */
  generateToken(): string;
  /** SHA-256, lower-case hex. */
  sha256(text: string): string;
}

/** A person as an OpenID issuer knows them. */
export interface ExternalPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string | null;
  /** The issuer says that the address is the person's. */
  readonly emailVerified: boolean;
  readonly name: string | null;
  readonly handle: string | null;
}

/** What has to be remembered while the browser is away at the issuer. */
export interface LoginProof {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface LoginFlow extends LoginProof {
  /** Path of our own to go to afterwards. */
  readonly returnTo: string;
  readonly invitation: string | null;
  /** The signed-in person who wants the identity linked; null for a login. */
  readonly userId: string | null;
  readonly expiresAt: Date;
}

export interface LoginFlowStore {
  keep(idHash: string, flow: LoginFlow): Promise<void>;
  /** Takes it out: a flow ends once. Null when it is unknown or expired. */
  take(idHash: string, now: Date): Promise<LoginFlow | null>;
}

/** An OpenID Connect provider. Both throw AppError `identity-provider-failed`. */
export interface Issuer {
  /** On the button. */
  readonly name: string;
  /** Its word about an e-mail address is enough to link an account that has this confirmed address. */
  readonly trusted: boolean;
  begin(redirectUri: string): Promise<LoginProof & { readonly url: string }>;
  finish(callbackUrl: string, proof: LoginProof): Promise<ExternalPerson>;
}

export interface StoredIdentity {
  readonly id: string;
  readonly issuer: string;
  readonly name: string;
  readonly createdAt: Date;
}

export interface IdentityStore {
  /** Account of the person; null when nobody is linked. */
  find(issuer: string, subject: string): Promise<string | null>;
  /** False when somebody is linked already. */
  link(userId: string, person: ExternalPerson, at: Date): Promise<boolean>;
  list(userId: string): Promise<readonly StoredIdentity[]>;
  unlink(userId: string, id: string): Promise<boolean>;
}

import type { Mail } from "./ports.ts";

/**
 * What the service writes to people. A token stands behind the `#`, which no browser sends to a server: it is in no log
 * and in no Referer. Nothing that a stranger typed is repeated in a letter, or the service would carry their advertising.
 */
export function makeLinks(publicUrl: () => string) {
  const link = (page: string, token: string) => `${publicUrl()}/account/${page}#token=${token}`;
  return {
    signIn: (token: string) => link("sign-in", token),
    signUp: (token: string) => link("sign-up", token),
    resetPassword: (token: string) => link("reset-password", token),
    confirmEmail: (token: string) => link("confirm-email", token),
  };
}

export type Links = ReturnType<typeof makeLinks>;

const IGNORE = "If this was not you, nothing has to be done: without the link nothing happens.";

export const LETTERS = {
  signUp: (to: string, link: string): Mail => ({
    to,
    subject: "Finish signing up for TwinStack",
    text: `Somebody asked for a TwinStack account with this address.\n\nTo make it, open within a day:\n${link}\n\n${IGNORE}\n`,
  }),
  alreadyThere: (to: string, service: string): Mail => ({
    to,
    subject: "You have a TwinStack account already",
    text: `Somebody asked for a TwinStack account with this address, which has one.\n\nSign in at ${service}, or ask there for a new password.\nIf this was not you, nothing has to be done.\n`,
  }),
  resetPassword: (to: string, link: string): Mail => ({
    to,
    subject: "A new password for TwinStack",
    text: `Somebody asked for a new password for your TwinStack account.\n\nTo choose one, open within an hour:\n${link}\n\n${IGNORE}\n`,
  }),
  confirmEmail: (to: string, link: string): Mail => ({
    to,
    subject: "Confirm your address for TwinStack",
    text: `A TwinStack account is to have this address.\n\nTo confirm that it is yours, open within a day:\n${link}\n\n${IGNORE}\n`,
  }),
  addressChanges: (to: string): Mail => ({
    to,
    subject: "Your TwinStack address is about to change",
    text: "A new address was given for your TwinStack account. It counts as soon as it is confirmed.\n\nIf this was not you, change your password at once.\n",
  }),
  passwordChanged: (to: string): Mail => ({
    to,
    subject: "Your TwinStack password was changed",
    text: "The password of your TwinStack account was replaced through a reset link, and every session was ended.\n\nIf this was not you, tell the site's administrator.\n",
  }),
} as const;

/** What only the terminal and the screen of a machine say. */
export const remoteWords = {
  remote: {
    place: "At which place",
    notMade: "There is no machine yet. Approve a plan first; then this opens.",
    sandbox: "This machine belongs to the sandbox: it has no system behind it.",
    openSessions: "Open now",
    openedBy: "{{who}}, since {{when}}",
    end: "End",
    kinds: { terminal: "Terminal", console: "Screen" },
    connect: "Connect",
    again: "Connect again",
    close: "Disconnect",
    leave: "Ctrl+F6 takes the keyboard out of it.",
    stages: {
      opening: "Connecting…",
      open: "Connected. It ends by itself when nothing is typed for {{minutes}} minutes.",
    },
    endings: {
      left: "You disconnected.",
      "machine-ended": "The machine ended it.",
      idle: "Nothing was typed for too long, so it was ended.",
      "too-long": "The longest time is over. You can connect again.",
      "rights-ended": "You may no longer use this machine, or your sign-in has ended.",
      "ended-by-other": "An owner or an administrator ended it.",
      "service-ends": "The service is being restarted. Connect again in a moment.",
      unreachable:
        "The machine does not answer. It may still be starting, or its open ports do not let the service in.",
      "login-refused":
        "The machine did not let the service in. A machine that is still in its first boot does so a little later.",
      "host-key-changed":
        "The machine shows another key than before, so the service did not log in. If it was made anew a moment ago, wait until its first boot is done; otherwise ask an administrator.",
      "connection-lost": "The connection to the machine broke.",
      "console-refused": "The cloud did not open the screen.",
      failed: "It could not go on.",
      unknown: "The connection broke. Connect again.",
    },
    terminal: {
      title: "Terminal",
      text: "A terminal on this machine, through the service: your own computer needs neither a key nor a way to the machine.",
      rights:
        "The service logs in with its own account and hands you the shell of {{login}}. There you may do everything, for sudo asks for no password.",
      recorded: "What you type and see is not recorded. That you were there, when and for how long, is.",
      label: "Terminal of {{name}}",
      copy: "Copy what is selected",
      paste: "Paste",
      copied: "Copied.",
      reader: "For screen readers",
      clipboardRefused: "The browser did not let the page use the clipboard. Ctrl+Shift+C and Ctrl+Shift+V do it too.",
    },
    console: {
      title: "Screen",
      text: "The machine's screen and keyboard as its cloud shows them: this works also when the network of the machine does not. You log in there with a password, if one was set.",
      recorded: "What you type and see is not recorded. That you were there, when and for how long, is.",
      label: "Screen of {{name}}",
      secureKeys: "Send Ctrl+Alt+Del",
      scale: "Fit into the page",
      fullScreen: "Full screen",
    },
  },
};

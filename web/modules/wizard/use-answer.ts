import { useTranslation } from "react-i18next";
import type { Profile } from "../../../src/contract/index.ts";
import { useProfileWords } from "../../components/use-profile-words.ts";
import type { Question } from "./questions.ts";
import { useWords } from "./use-words.ts";
import type { Values } from "./values.ts";

const EVERYBODY = "0.0.0.0/0";

/** What is answered now, in a few words, so that a closed question still tells. */
export function useAnswer(profiles: readonly Profile[]): (question: Question["id"], values: Values) => string {
  const { t, i18n } = useTranslation();
  const { choice } = useWords();
  const wordsOf = useProfileWords();
  return (question, values) => {
    const { hardware, software, network, access, placement, term, labels, contact } = values;
    switch (question) {
      case "purpose": {
        const profile = profiles.find(({ id }) => id === values.profile);
        return [profile === undefined ? values.profile : wordsOf(profile).title, values.name].join(" · ");
      }
      case "strength": {
        const size = { count: hardware.vcpu, memory: hardware.memoryGib, disk: hardware.rootDiskGib };
        const disks = hardware.volumes.length;
        return [
          t("wizard.answers.strength", size),
          ...(disks > 0 ? [t("wizard.answers.disks", { count: disks })] : []),
        ].join(", ");
      }
      case "software": {
        const system = `${choice("software/os/family", software.os.family)} ${software.os.version}`;
        const tools = software.runtimes.map(({ name }) => choice("software/runtimes/*/name", name));
        return [system, ...tools, ...software.packages].join(", ");
      }
      case "reach": {
        if (!network.publicAddress) return t("wizard.answers.nobody");
        const ports = network.openPorts.map(({ port, protocol }) => port ?? protocol).join(", ") || t("wizard.none");
        const all = network.openPorts.every(({ source }) => source === EVERYBODY);
        return t(all ? "wizard.answers.everybody" : "wizard.answers.some", { ports });
      }
      case "entry": {
        const name = access.loginName;
        if (access.generateKeyPair) return t("wizard.answers.madeKey", { name });
        if (access.sshKeys.length > 0) return t("wizard.answers.ownKey", { name });
        return access.password ? t("wizard.answers.password", { name }) : t("wizard.answers.noEntry");
      }
      case "failure":
        return choice("placement/standby/mode", placement.standby.mode);
      case "term": {
        if (!term.leaseEnd) return t("wizard.answers.noEnd");
        const date = new Date(`${term.leaseEnd}T12:00:00`);
        const shown = Number.isNaN(date.getTime()) ? term.leaseEnd : date.toLocaleDateString(i18n.language);
        return t("wizard.answers.until", { date: shown });
      }
      case "notes": {
        const words = Object.entries(labels).map(([name, value]) => (value === "" ? name : `${name}: ${value}`));
        return (
          [...words, contact.name ?? "", contact.email ?? ""].filter((word) => word !== "").join(", ") ||
          t("wizard.answers.noNotes")
        );
      }
    }
  };
}

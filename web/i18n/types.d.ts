import "i18next";
import type { Messages } from "./en/index.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    returnNull: false;
    resources: { translation: Messages };
  }
}

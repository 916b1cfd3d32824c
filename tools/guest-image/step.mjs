/** How this step is called when it fails. */
export const STEP = "guest image";

import { type Probe, until } from "./probe.ts";
import { type ServerParts, waitServer } from "./wait-server.ts";

/** Every action the product or the provider sends to a server, each awaited, and the refusals in between. */
export async function probeServerActions(probe: Probe, serverId: string, parts: ServerParts): Promise<void> {
  const act = (name: string, body: unknown, microversion?: string) =>
    probe.call("compute", "POST", `/servers/${serverId}/action`, {
      name: `action.${name}`,
      body,
      ...(microversion === undefined ? {} : { microversion }),
    });
  const read = (name: string, microversion?: string) =>
    probe.call("compute", "GET", `/servers/${serverId}`, {
      name,
      ...(microversion === undefined ? {} : { microversion }),
    });
  await act("start-active", { "os-start": null });
  await act("nonsense", { nonsense: null });
  await act("confirm-without-resize", { confirmResize: null });
  await act("resize-same", { resize: { flavorRef: parts.flavorId } });
  await act("resize-unknown", { resize: { flavorRef: "nope" } });
  await act("resize", { resize: { flavorRef: parts.biggerFlavorId } });
  await waitServer(probe, serverId, "VERIFY_RESIZE");
  await read("server.get-verify-resize");
  await act("confirm-resize", { confirmResize: null });
  await waitServer(probe, serverId, "ACTIVE");
  await act("resize-back", { resize: { flavorRef: parts.flavorId } });
  await waitServer(probe, serverId, "VERIFY_RESIZE");
  await act("revert-resize", { revertResize: null });
  await waitServer(probe, serverId, "ACTIVE");
  await act("stop", { "os-stop": null });
  await waitServer(probe, serverId, "SHUTOFF");
  await read("server.get-shutoff");
  await act("stop-stopped", { "os-stop": null });
  await act("start", { "os-start": null });
  await waitServer(probe, serverId, "ACTIVE");
  await act("reboot", { reboot: { type: "SOFT" } });
  await waitServer(probe, serverId, "ACTIVE");
  await act("pause", { pause: null });
  await waitServer(probe, serverId, "PAUSED");
  await act("unpause", { unpause: null });
  await waitServer(probe, serverId, "ACTIVE");
  await act("lock", { lock: { locked_reason: "fenced" } }, "2.73");
  await read("server.get-locked-2.73", "2.73");
  await act("stop-locked", { "os-stop": null });
  await act("unlock", { unlock: null });
  await act("rebuild", { rebuild: { imageRef: parts.imageId } });
  await waitServer(probe, serverId, "ACTIVE");
  await act("console-output", { "os-getConsoleOutput": { length: 10 } });
  await act("change-password", { changePassword: { adminPass: "secret" } });
  await waitServer(probe, serverId, "ACTIVE");
  await act("create-image-old", { createImage: { name: "shape-snap-old" } });
  await waitServer(probe, serverId, "ACTIVE");
  const made = await act("create-image", { createImage: { name: "shape-snap", metadata: { g: "1" } } }, "2.45");
  const imageId = String(made.json["image_id"]);
  await until(
    () => probe.call("image", "GET", `/images/${imageId}`),
    (answer) => answer.json["status"] === "active",
  );
  await waitServer(probe, serverId, "ACTIVE");
  await probe.call("image", "GET", `/images/${imageId}`, { name: "image.get-server-image" });
  const left = (await probe.call("image", "GET", "/images?visibility=private")).json["images"] as {
    id: string;
    name: string;
  }[];
  for (const image of left.filter((one) => one.name.startsWith("shape-snap"))) {
    await probe.call("image", "DELETE", `/images/${image.id}`);
  }
  await act("shelve", { shelve: null });
  await waitServer(probe, serverId, "SHELVED_OFFLOADED");
  await read("server.get-shelved");
  await act("unshelve", { unshelve: null });
  await waitServer(probe, serverId, "ACTIVE");
}

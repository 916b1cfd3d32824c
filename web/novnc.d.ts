/** What the page uses of noVNC, which comes without types (its docs/API.md). */
declare module "@novnc/novnc" {
  export interface RfbOptions {
    readonly shared?: boolean;
  }

  /** A VNC client that draws into an element; the connection may be an open or opening WebSocket. */
  export default class RFB extends EventTarget {
    constructor(target: HTMLElement, channel: WebSocket, options?: RfbOptions);
    background: string;
    focusOnClick: boolean;
    scaleViewport: boolean;
    clipViewport: boolean;
    disconnect(): void;
    focus(options?: FocusOptions): void;
    blur(): void;
    sendCtrlAltDel(): void;
  }
}

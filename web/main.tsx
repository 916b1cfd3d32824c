import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./app.css";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { startLanguage } from "./i18n/start.ts";

const root = document.getElementById("root");
if (root !== null) void startLanguage().then(() => createRoot(root).render(<App />));

import { lazy } from "react";
import { useParams } from "wouter";
import { CloudListPage } from "./cloud-list-page.tsx";

const RegisterCloudPage = lazy(async () => ({
  default: (await import("./register-cloud-page.tsx")).RegisterCloudPage,
}));
const ImportCloudPage = lazy(async () => ({
  default: (await import("./import/import-cloud-page.tsx")).ImportCloudPage,
}));
const CloudPage = lazy(async () => ({ default: (await import("./cloud-page.tsx")).CloudPage }));

/** Clouds: the list, a new one, and each with its sections. */
export function CloudsPages() {
  const { "*": rest = "" } = useParams<{ "*": string }>();
  const [first = "", section = ""] = rest.split("/");
  if (first === "") return <CloudListPage />;
  if (first === "new") return <RegisterCloudPage />;
  if (first === "import") return <ImportCloudPage />;
  return <CloudPage id={first} section={section} />;
}

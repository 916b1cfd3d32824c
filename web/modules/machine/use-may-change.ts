import { useQuery } from "@tanstack/react-query";
import { actsFor } from "../../api/call.ts";
import { organisationsKey, readOrganisations } from "../../api/organisations.ts";

/** Whether the person may change what belongs to the account that is acted for; the service decides it in the end. */
export function useMayChange(): boolean {
  const organisations = useQuery({ queryKey: organisationsKey, queryFn: readOrganisations, staleTime: 60_000 });
  const acting = actsFor();
  const present = organisations.data?.find(({ id, handle }) => id === acting || handle === acting);
  return acting === null || present?.role !== "viewer";
}
